using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>What the evidence needs that no program knows, and what to do when it is over.</summary>
public static class WriteDownSection
{
    public const string Id = "evidence";

    private const int DecisionRows = 14;

    private static readonly string[] Before = ["It began", "Noticed", "Leader reached", "Declared", "Machine ready, repository reached", "Failover begun"];
    private static readonly string[] After = ["Customers told", "Authorities told", "What was lost is entered again", "Back to normal"];

    public static Section Of(Kit kit) => new(
        Id,
        "Write down, for the evidence",
        Html.P("Holdfast keeps a journal of what it does and seals it. It cannot know what people saw, decided and said. Write it as it happens, with the time."),
        Html.Table(
            "fill log",
            ["Moment", "Date and time", "Who"],
            Before.Concat(kit.Plan.Systems.Select(s => $"{s.Name} operates")).Concat(After).Select(moment => (IReadOnlyList<object?>)[moment, null, null])),
        Html.Element("h3", "Decisions, and what did not go as written here"),
        Html.Table("fill log", ["Time", "What, and why", "Who"], Html.EmptyRows(DecisionRows, 3)),
        Html.Element("h3", "When it is over"),
        Html.Numbered(
            new object[] { "Find the sealed journal and copy it to another place:", Html.Command("holdfast evidence list") },
            new object[]
            {
                "Check the copy (name it in place of ", Html.Code("FILE"), ") against what a repository that is left holds. It must say that it is confirmed:",
                kit.Plan.Repositories.Select(r => Html.Command($"holdfast evidence verify FILE {new RepositoryAccess(kit, r).Asked}")),
            },
            new object[]
            {
                "Nothing copies what runs at the recovery site until you say so. The end of the failover shows how. From one that is left:",
                kit.Plan.Repositories.Select(r => Html.Command($"holdfast plan save {new RepositoryAccess(kit, r).Options} --as-failed-over --output holdfast.yaml")),
                Html.Command("holdfast protect --plan holdfast.yaml"),
            },
            new object[] { "The lost site comes back? Do not let its programs work before somebody has decided who is active. Its copies are refused until then; when the systems really are back on their old machines, there, with the plan's own file: ", Html.Code("holdfast protect --active-here"), "." },
            kit.Signature is null ? null : new object[]
            {
                "The key that signs plans is lost, too? No recovery needs it. Make another, and let each machine trust it by the fingerprint that is shown:",
                Html.Command("holdfast trust new-key signing.pem"), Html.Command("holdfast trust accept FINGERPRINT"), Html.Command("holdfast trust init --signing-key signing.pem"),
                "Then print this kit anew, and destroy the old prints.",
            },
            "Put these pages to the evidence. Correct the plan by what you learnt, and print the kit anew."));
}
