using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>An emergency that takes the way by which it was to be told.</summary>
internal sealed class ChannelInside() : Rule("channel-inside", Severity.Warning, "NIS2 2024/2690 annex 4.2.4")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from loss in index.Losses
        let carriers = loss.Systems.Where(s => s.Kind is SystemKind.Telephony or SystemKind.Mail or SystemKind.Chat).ToLookup(s => s.Kind)
        from told in plan.Communication.Index()
        where told.Item is { When: not Moment.Recovered, By.IsEmpty: false }
        let gone = told.Item.By.Select(channel => CarrierOf(channel, told.Item, index.PeopleOfRoles) is { } kind ? carriers[kind].FirstOrDefault()?.Name : null).ToArray()
        where !gone.Contains(null)
        select At(
            $"{Shown.All(told.Item.Tell.Select(p => p.Name))} are told only by {string.Join(" and ", told.Item.By.Select(Words.Of))}, and scenario "
                + $"{Shown.Quoted(loss.Scenario.Name)} takes what carries that: {Shown.All(gone.Distinct()!)}",
            "add a way that the scenario leaves, such as sms to a mobile phone.",
            "communication", $"{told.Index}");

    /// <returns>The kind of system that the business itself needs to tell by that channel; null: it needs none.</returns>
    private static SystemKind? CarrierOf(Channel channel, Announcement told, PeopleOfRoles people) => channel switch
    {
        Channel.Email => SystemKind.Mail,
        Channel.Chat => SystemKind.Chat,
        // Who has a mobile phone is called on it from another, without the telephones of the house.
        Channel.Phone when !told.Tell.SelectMany(p => people.Meant(p)).Any(p => p.Mobile is not null) => SystemKind.Telephony,
        _ => null,
    };
}
