using Holdfast.Cli.Init.Questions;
using Holdfast.Cli.Init.Texts;

namespace Holdfast.Cli.Init.Writing;

/// <summary>Writes where copies go, and says plainly what does not stand where it should.</summary>
internal static class RepositoriesText
{
    public static void Write(PlanDraft draft, Lines lines)
    {
        var answers = draft.Answers;
        var local = answers.Here.StartsWith('/') && draft.OnThisMachine(answers.Here);
        lines.Gap().Say(0, "The copies: one near, to be quick; one in another building, to be there after a fire. Without their keys they are worth "
            + "nothing: print the keys and keep them where nothing takes them together with this machine.")
            .Add(0, "repositories:")
            .Add(1, $"here: {{ at: {Yaml.Text(answers.Here)}, {(local ? $"on: {Yaml.Text(draft.Host)}" : $"site: {PlanDraft.HereSite}")}, key: "
                + $"{Yaml.Text("file:" + draft.KeyOf("here"))} }}"
                + (local ? "   # on a disk of this machine, so it goes with it" : ""));
        if (answers.Elsewhere is null)
        {
            lines.Say(1, "THERE IS NO SUCH PLACE YET. Until you write one here, nothing is copied elsewhere, and \"holdfast protect\" says so each time.");
        }
        else if (answers.Elsewhere.StartsWith('/') && draft.OnThisMachine(answers.Elsewhere))
        {
            lines.Say(1, "When this was written this folder was on a disk of this machine. It counts as elsewhere by your word alone: see that what "
                + "is mounted there really is.");
        }

        lines.Add(1, $"elsewhere: {{ at: {Yaml.Text(draft.Elsewhere)}, site: {PlanDraft.ElsewhereSite}, key: "
            + $"{Yaml.Text("file:" + draft.KeyOf("elsewhere"))}{Kept(answers)} }}");
    }

    private static string Kept(Answers answers) => answers.Keeping switch
    {
        Keeping.Offline => ", offline: true, medium: removable disk",
        Keeping.Immutable => $", immutable: {Yaml.Text(answers.ImmutableFor!)}",
        _ => "",
    };
}
