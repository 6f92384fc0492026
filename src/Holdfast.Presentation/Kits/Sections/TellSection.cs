using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>Who is told what, by when, in which way; and the clocks of the law.</summary>
public static class TellSection
{
    public const string Id = "tell";

    public static Section Of(Kit kit) => new(
        Id,
        "Who is told what",
        Html.P("Holdfast sends nothing: somebody calls or writes. Say what you know, what you do, and when you speak again; guess at nothing."),
        kit.Plan.Communication.IsEmpty
            ? Missing.Of("The plan does not say who is told.", "communication: [{ when: declared, tell: everyone, by: [phone] }]")
            : Html.Table(
                "fill",
                ["When", "Tell", "By", "At the latest", "Say", "Told at, by"],
                kit.Plan.Communication.OrderBy(a => a.When ?? Moment.Recovering).Select(a => Row(kit.Plan, a))),
        RegulatorClocks.Of(kit.Plan));

    private static IReadOnlyList<object?> Row(Plan plan, Announcement told) =>
    [
        Html.Strong(told.When is { } moment ? WhenIs(moment) : $"every {Said.Of(told.Every!.Value)} while it lasts"),
        told.Tell.Select(party => Html.P(party.Kind == PartyKind.Outside ? Outside(plan, party) : People.Of(plan, party))),
        Said.All(told.By.Select(Words.Of), " or "),
        new object?[]
        {
            told.Within is { } within ? Html.P($"{Said.Of(within)} after the declaration") : null,
            told.AcknowledgeWithin is { } answer
                ? Html.P($"Must answer within {Said.Of(answer)}; otherwise tell {(told.OtherwiseTell is { } other ? People.Of(plan, other) : "the next of the role")}.")
                : null,
        },
        told.Says is { } words ? $"\u201C{words}\u201D" : null,
        null,
    ];

    private static string WhenIs(Moment moment) => moment switch
    {
        Moment.Detected => "when it is noticed",
        Moment.Declared => "when it is declared",
        Moment.Recovering => "when the recovery begins",
        Moment.Recovered => "when everything operates again",
        _ => "when it is given up",
    };

    /// <summary>Someone outside is reached as the service of that name is, if the plan has one.</summary>
    private static object[] Outside(Plan plan, Party party) => plan.Services.FirstOrDefault(s => s.Name == party.Name) is { Phone: { } phone } service
        ? [$"{party.Name}: {Said.All(new[] { service.Contact, phone }.OfType<string>())}"]
        : [party.Name, Html.Blank("number or address")];
}
