using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>An emergency that is declared, and no one hears of it.</summary>
internal sealed class NobodyTold() : Rule("nobody-told", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Communication.Any(c => c.When == Moment.Declared)
            ? []
            : [At("the plan tells nobody when an emergency is declared",
                "write it, such as  - { when: declared, tell: [recovery lead], by: [sms, phone] }",
                "communication")];
}

/// <summary>A call of which no one knows whether it was heard.</summary>
internal sealed class NoAcknowledgement() : Rule("no-acknowledgement", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from told in plan.Communication.Index()
        where told.Item is { When: Moment.Detected or Moment.Declared, AcknowledgeWithin: null } && told.Item.Tell.Any(p => p.Kind != PartyKind.Outside)
        select At(
            $"{Shown.All(told.Item.Tell.Select(p => p.Name))} need not answer when an emergency is {Words.Of(told.Item.When!.Value)}: nobody knows whether they heard",
            "write  acknowledge within: 10 minutes  and who is told otherwise.",
            "communication", $"{told.Index}");
}

/// <summary>A call that no one answers, and nothing follows from it.</summary>
internal sealed class NoEscalation() : Rule("no-escalation", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from told in plan.Communication.Index()
        where told.Item is { AcknowledgeWithin: not null, OtherwiseTell: null }
        select At(
            $"{Shown.All(told.Item.Tell.Select(p => p.Name))} are to answer within {Durations.Text(told.Item.AcknowledgeWithin!.Value)}, and nothing follows when they don't",
            "name who is told then, under \"otherwise tell\".",
            "communication", $"{told.Index}", "acknowledge within");
}

/// <summary>Reports to the authority that the law asks for and the plan does not foresee.</summary>
internal sealed class RegulatorLate() : Rule("regulator-late", Severity.Error, "NIS2 art. 23")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today)
    {
        var outside = plan.Communication
            .Where(c => c.Within is not null && c.Tell.Any(p => p.Kind == PartyKind.Outside))
            .Select(c => c.Within!.Value).Order().ToArray();
        return plan.Regulations.Contains("nis2")
            ? Reports.Index().Where(r => r.Index >= outside.Length || outside[r.Index] > r.Item.Within).Select(r => At(
                $"the plan foresees no {r.Item.What} to somebody outside within {r.Item.Said}",
                $"write it, such as  - {{ when: declared, tell: [computer emergency team], by: [email], within: {Durations.Text(r.Item.Within)} }}",
                "communication"))
            : [];
    }

    private static readonly (string What, TimeSpan Within, string Said)[] Reports =
    [
        ("early warning", TimeSpan.FromHours(24), "24 hours"),
        ("notification", TimeSpan.FromHours(72), "72 hours"),
        // Due a month after the notification, not after the incident.
        ("final report", TimeSpan.FromDays(33), "one month of the notification"),
    ];
}
