using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>How customers are served meanwhile; the process that can wait least first.</summary>
public static class ProcessesSection
{
    public static Section Of(Kit kit) => new(
        "processes",
        "Keep serving meanwhile",
        kit.Plan.Processes.IsEmpty
            ? Missing.Of("The plan does not say what the business does, so nobody knows what to keep up.", "processes: { see patients: { needs: [SYSTEM], mtpd: 8 hours, workaround: TEXT } }")
            : kit.Plan.Processes.OrderBy(p => p.Mtpd ?? TimeSpan.MaxValue).ThenBy(p => p.Rto ?? TimeSpan.MaxValue).Select(p => Process(kit.Plan, p)));

    private static XElement Process(Plan plan, BusinessProcess process) => Html.Of(
        "div",
        "card",
        Html.Element("h3", process.Name),
        Html.Facts(
            ("Meanwhile", process.Workaround is { } workaround
                ? Workaround(workaround)
                : Missing.Of($"Nothing says what people do while \"{process.Name}\" stands.", $"processes: {{ {process.Name}: {{ workaround: TEXT }} }}")),
            ("Keep up at least", process.MinimumService is { } least
                ? $"{least} of the usual{(process.MinimumServiceWithin is { } within ? $", within {Said.Of(within)}" : "")}"
                : null),
            ("Must go on within", process.Rto is { } rto ? Said.Of(rto) : "as soon as its systems operate"),
            ("Beyond this, lasting harm", process.Mtpd is { } mtpd ? Said.Of(mtpd) : null),
            ("Needs systems", Said.All(process.Needs)),
            ("Needs from others", Said.All(process.NeedsServices)),
            ("Needs people", Said.All(process.NeedsPeople.Select(role => People.Of(plan, role)), "; ")),
            ("Answers for it", process.Owner is { } owner ? People.Of(plan, owner) : null),
            ("Piles up", process.WorkArrives is { } arrives ? $"{arrives.PerHour:0.##} an hour{(process.WorkDone is { } done ? $"; {done.PerHour:0.##} an hour can be done afterwards" : "")}" : null)),
        Html.Of("div", "sign", Html.Blank("Workaround began at"), Html.Blank("Back to normal at")));

    private static object?[] Workaround(Workaround workaround) =>
    [
        Html.Strong(workaround.Do),
        workaround.Capacity is { } capacity ? $" That does {capacity} of the usual." : null,
        workaround.ForAtMost is { } most ? $" For {Said.Of(most)} at most." : null,
        workaround.Needs.IsEmpty ? null : $" Even this needs {string.Join(", ", workaround.Needs)}.",
    ];
}
