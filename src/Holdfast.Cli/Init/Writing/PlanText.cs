using System.Globalization;
using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Questions;

namespace Holdfast.Cli.Init.Writing;

/// <summary>Writes a plan as a person would: little, in order, with a word on why it is so.</summary>
internal static class PlanText
{
    public static string Of(PlanDraft draft)
    {
        var lines = new Lines();
        Top(draft, lines);
        People(draft, lines);
        Places(draft, lines);
        Repositories(draft, lines);
        lines.Gap();
        Tiers(draft, lines);
        lines.Add(0, "systems:");
        foreach (var system in draft.Inventory.Systems) SystemText.Write(system, draft, lines);
        Unprotected(draft, lines);
        Scenarios(draft, lines);
        return lines.ToString();
    }

    private static void Top(PlanDraft draft, Lines lines) => lines
        .Say(0, $"How {draft.Answers.Organization} keeps able to recover: what it has, how much of it may be lost, and how it comes back.")
        .Say(0, $"Begun by \"holdfast init\" on {draft.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; yours from now on. docs/plan.md explains every key.")
        .Say(0, "After each change:  holdfast plan check").Gap()
        .Add(0, $"organization: {Yaml.Text(draft.Answers.Organization)}");

    private static void People(PlanDraft draft, Lines lines)
    {
        lines.Gap();
        if (draft.Answers.Responsible is not { } responsible)
        {
            lines.Say(0, "Nobody was named yet. In an emergency everybody waits for somebody to decide; write who that is, such as:")
                .Say(0, "people: { maria: { name: Maria Lopez, phone: \"+1 555 0100\" }, sam: { name: Sam Okafor, phone: \"+1 555 0101\" } }")
                .Say(0, "roles: { recovery lead: [maria, sam] }")
                .Say(0, "communication: [{ when: declared, tell: [recovery lead], by: [phone] }]");
            return;
        }

        var names = new PlanNames();
        names.Of("everyone", "x");
        names.Of("recovery lead", "x");
        var people = new[] { responsible, draft.Answers.StandIn }.OfType<Contact>()
            .Select(c => (Id: names.Of(c.Name.Split(' ')[0].ToLowerInvariant(), "person"), Contact: c)).ToArray();
        lines.Say(0, "Who is called, at numbers that work when the building and its network are gone.").Add(0, "people:");
        foreach (var (id, contact) in people)
        {
            lines.Add(1, $"{Yaml.Text(id)}: {{ name: {Yaml.Text(contact.Name)}{Said("phone", contact.Phone)}{Said("email", contact.Email)} }}");
        }

        lines.Say(0, "The first who can be reached decides; the rest stand in.").Add(0, "roles:").Add(1, $"recovery lead: {Yaml.List(people.Select(p => p.Id))}");
        var otherwise = people.Length > 1 ? $", acknowledge within: 15 minutes, otherwise tell: {Yaml.Text(people[1].Id)}" : "";
        lines.Add(0, "communication:").Add(1, $"- {{ when: declared, tell: [recovery lead], by: [{(responsible.Phone is null && responsible.Email is not null ? "email" : "phone")}]{otherwise} }}   # by you: this version sends nothing");

        static string Said(string key, string? value) => value is null ? "" : $", {key}: {Yaml.Text(value)}";
    }

    private static void Places(PlanDraft draft, Lines lines)
    {
        var answers = draft.Answers;
        lines.Gap().Say(0, "Where things stand, and what takes a whole place away at once. Add what else you know of: power, the line to the internet, a provider.")
            .Add(0, "sites:")
            .Add(1, $"{PlanDraft.HereSite}: {{ fails with: [building {PlanDraft.HereSite}] }}")
            .Add(1, $"{PlanDraft.ElsewhereSite}: {{ fails with: [building {PlanDraft.ElsewhereSite}] }}")
            .Gap().Say(0, $"The machines. Paths of systems start at a machine's folder, which here is all of it ({draft.Root}).")
            .Add(0, "hosts:").Add(1, $"{Yaml.Text(draft.Host)}:").Add(2, $"site: {PlanDraft.HereSite}").Add(2, $"folder: {Yaml.Text(draft.Root)}");
        Ports(draft, 0, 2, lines);
        Rebuild(draft, lines);
        lines.Say(1, $"The machine to recover on: empty but for the programs named above. Data comes back to the same paths, and never over anything. A drill uses its own folder instead, also on {draft.Host} while that runs.")
            .Add(1, $"{Yaml.Text(answers.RecoverOn)}:").Add(2, $"site: {(answers.RecoverElsewhere ? PlanDraft.ElsewhereSite : PlanDraft.HereSite)}").Add(2, $"folder: {Yaml.Text(draft.Root)}");
        Ports(draft, 0, 2, lines);
        lines.Add(2, "drill:").Add(3, $"folder: {Yaml.Text(answers.Drills)}");
        Ports(draft, 10_000, 3, lines);
        if (draft.HasConfiguration)
        {
            lines.Say(1, $"The same machine again: it has an /etc of its own, so that of {draft.Host} is put beside it, for a person to compare and take over.")
                .Add(1, $"{Yaml.Text(draft.ConfigurationHost)}:").Add(2, $"site: {(answers.RecoverElsewhere ? PlanDraft.ElsewhereSite : PlanDraft.HereSite)}")
                .Add(2, $"folder: {Yaml.Text(draft.RecoveredConfiguration)}").Add(2, $"drill: {{ folder: {Yaml.Text(answers.Drills + "-configuration")} }}");
        }
    }

    private static void Ports(PlanDraft draft, int away, int depth, Lines lines)
    {
        if (draft.Clusters.Count > 0) lines.Add(depth, $"ports: {{ {string.Join(", ", draft.Clusters.Select(c => $"{Yaml.Text(c.Name)}: {Port(c.Cluster.Port, away)}"))} }}");

        // Beside production, so on a port that no cluster really has.
        int Port(int real, int away)
        {
            var port = real;
            for (var step = 0; away > 0 && (step == 0 || draft.Clusters.Any(c => c.Cluster.Port == port)); step++) port = ((real + away + step - 1) % 65_535) + 1;
            return port;
        }
    }

    private static void Rebuild(PlanDraft draft, Lines lines)
    {
        var (packages, units) = (draft.Inventory.Packages, draft.Inventory.Units);
        if (packages.Count + units.Count == 0) return;
        lines.Add(2, "rebuild:   # what a new machine needs besides data, for whoever sets it up");
        if (packages.Count > 0) lines.Add(3, $"packages: {Yaml.List(packages)}");
        if (units.Count > 0) lines.Add(3, $"units: {Yaml.List(units)}");
    }

    private static void Repositories(PlanDraft draft, Lines lines)
    {
        var answers = draft.Answers;
        var local = answers.Here.StartsWith('/') && draft.OnThisMachine(answers.Here);
        lines.Gap().Say(0, "The copies: one near, to be quick; one in another building, to be there after a fire. Without their keys they are worth nothing: print the keys and keep them where nothing takes them together with this machine.")
            .Add(0, "repositories:")
            .Add(1, $"here: {{ at: {Yaml.Text(answers.Here)}, {(local ? $"on: {Yaml.Text(draft.Host)}" : $"site: {PlanDraft.HereSite}")}, key: {Yaml.Text("file:" + draft.KeyOf("here"))} }}"
                + (local ? "   # on a disk of this machine, so it goes with it" : ""));
        if (answers.Elsewhere is null) lines.Say(1, "THERE IS NO SUCH PLACE YET. Until you write one here, nothing is copied elsewhere, and \"holdfast protect\" says so each time.");
        else if (answers.Elsewhere.StartsWith('/') && draft.OnThisMachine(answers.Elsewhere)) lines.Say(1, "When this was written this folder was on a disk of this machine. It counts as elsewhere by your word alone: see that what is mounted there really is.");
        lines.Add(1, $"elsewhere: {{ at: {Yaml.Text(draft.Elsewhere)}, site: {PlanDraft.ElsewhereSite}, key: {Yaml.Text("file:" + draft.KeyOf("elsewhere"))}{Kept(answers)} }}");
    }

    private static string Kept(Answers answers) => answers.Keeping switch
    {
        Keeping.Offline => ", offline: true, medium: removable disk",
        Keeping.Immutable => $", immutable: {Yaml.Text(answers.ImmutableFor!)}",
        _ => "",
    };

    private static void Tiers(PlanDraft draft, Lines lines)
    {
        lines.Say(0, "What the business cannot be without. How often something is used says how soon it is missed: used every hour, it is back within 1 hour and loses 15 minutes at most (mission critical); "
            + "every day, 8 and 4 hours (important); every week, a day and a day (ordinary); every month, 3 days and a day (deferrable). Where you know better, write your own rto and rpo.");
        if (!draft.HasSafeCopy)
        {
            lines.Say(0, "Mission critical and important systems have their times written out here instead of their tier: the tiers also ask for a copy that nobody can change (offline, or immutable) "
                + "and a place to recover in another building. When there are, write  tier: important  in their place.");
        }
    }

    private static void Unprotected(PlanDraft draft, Lines lines)
    {
        Block("NOT PROTECTED. This was found, and nothing in this plan brings it back:", draft.Inventory.NotProtected);
        Block("Left out on purpose:", draft.Inventory.LeftOut);
        Block("Not looked at, so there may be more:", draft.Unseen);

        void Block(string heading, IReadOnlyList<string> sentences)
        {
            if (sentences.Count == 0) return;
            lines.Gap().Say(0, heading);
            foreach (var sentence in sentences) lines.Say(0, "- " + sentence);
        }
    }

    private static void Scenarios(PlanDraft draft, Lines lines)
    {
        lines.Gap().Say(0, "What is lost together. \"holdfast predict --scenario ...\" says what that would mean today.").Add(0, "scenarios:")
            .Add(1, $"machine lost: {{ loses: [{Yaml.Text("host " + draft.Host)}] }}");
        if (draft.Answers.RecoverElsewhere) lines.Add(1, $"office fire: {{ loses: [building {PlanDraft.HereSite}] }}");
        lines.Gap().Say(0, "How often each is practised. This version starts none by itself: put it into the calendar.").Add(0, "drills:").Add(1, "- { scenario: machine lost, every: 3 months }");
        if (draft.Answers.RecoverElsewhere) lines.Add(1, "- { scenario: office fire, every: 3 months }");
        lines.Gap().Say(0, "What the business does with all this, and what an hour without it costs, is not known yet. Such as:")
            .Say(0, "processes:").Say(0, $"  take orders: {{ needs: [{draft.Inventory.Systems[^1].Name}], mtpd: 2 days, minimum service: 50 %, costs: 100 an hour }}");
    }
}
