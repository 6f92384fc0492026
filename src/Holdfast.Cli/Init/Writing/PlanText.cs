using System.Globalization;
using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Questions;
using Holdfast.Cli.Init.Texts;

namespace Holdfast.Cli.Init.Writing;

/// <summary>Writes a plan as a person would: little, in order, with a word on why it is so.</summary>
internal static class PlanText
{
    public static string Of(PlanDraft draft)
    {
        var lines = new Lines();
        Top(draft, lines);
        People(draft, lines);
        PlacesText.Write(draft, lines);
        RepositoriesText.Write(draft, lines);
        lines.Gap();
        Tiers(draft, lines);
        lines.Add(0, "systems:");
        foreach (var system in draft.Inventory.Systems)
        {
            SystemText.Write(system, draft, lines);
        }

        Unprotected(draft, lines);
        Scenarios(draft, lines);
        return lines.ToString();
    }

    private static void Top(PlanDraft draft, Lines lines) => lines
        .Say(0, $"How {draft.Answers.Organization} keeps able to recover: what it has, how much of it may be lost, and how it comes back.")
        .Say(0, $"Begun by \"holdfast init\" on {draft.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; yours from now on. docs/plan.md "
            + "explains every key.")
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
        lines.Add(0, "communication:").Add(1, $"- {{ when: declared, tell: [recovery lead], by: "
            + $"[{(responsible.Phone is null && responsible.Email is not null ? "email" : "phone")}]{otherwise} }}   # by you: this version sends nothing");

        static string Said(string key, string? value) => value is null ? "" : $", {key}: {Yaml.Text(value)}";
    }

    private static void Tiers(PlanDraft draft, Lines lines)
    {
        lines.Say(0, "What the business cannot be without. How often something is used says how soon it is missed: used every hour, it is back within "
            + "1 hour and loses 15 minutes at most (mission critical); every day, 8 and 4 hours (important); every week, a day and a day (ordinary); "
            + "every month, 3 days and a day (deferrable). Where you know better, write your own rto and rpo.");
        if (!draft.HasSafeCopy)
        {
            lines.Say(0, "Mission critical and important systems have their times written out here instead of their tier: the tiers also ask for a "
                + "copy that nobody can change (offline, or immutable) "
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
            if (sentences.Count == 0)
            {
                return;
            }

            lines.Gap().Say(0, heading);
            foreach (var sentence in sentences)
            {
                lines.Say(0, "- " + sentence);
            }
        }
    }

    private static void Scenarios(PlanDraft draft, Lines lines)
    {
        lines.Gap().Say(0, "What is lost together. \"holdfast predict --scenario ...\" says what that would mean today.").Add(0, "scenarios:")
            .Add(1, $"machine lost: {{ loses: [{Yaml.Text("host " + draft.Host)}] }}");
        if (draft.Answers.RecoverElsewhere)
        {
            lines.Add(1, $"office fire: {{ loses: [building {PlanDraft.HereSite}] }}");
        }

        lines.Gap().Say(0, "How often each is practised. This version starts none by itself: put it into the calendar.").Add(0, "drills:")
            .Add(1, "- { scenario: machine lost, every: 3 months }");
        if (draft.Answers.RecoverElsewhere)
        {
            lines.Add(1, "- { scenario: office fire, every: 3 months }");
        }

        lines.Gap().Say(0, "What the business does with all this, and what an hour without it costs, is not known yet. Such as:")
            .Say(0, "processes:").Say(0, $"  take orders: {{ needs: [{draft.Inventory.Systems[^1].Name}], mtpd: 2 days, minimum service: 50 %, costs: "
                + $"100 an hour }}");
    }
}
