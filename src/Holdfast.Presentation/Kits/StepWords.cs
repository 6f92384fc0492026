using System.Collections.Immutable;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits;

/// <summary>What a step of a recovery is, said to somebody who may have to do it by hand, with the places of the host filled in.</summary>
/// <param name="host">Where the system comes back; null: the plan has no place for it, and places stay as they are written.</param>
public sealed class StepWords(Kit kit, ProtectedSystem system, Host? host)
{
    public object Of(StepAction action) => action switch
    {
        RestoreAction restore => new object?[]
        {
            $"Restore the data of {system.Name} to ", Html.Code(system.Protection is { } protection ? PathOf(protection.Data) : "?"), restore.Owner is { } owner ? $", owned by {owner}" : null, ".",
        },
        ServiceAction service => new object?[]
        {
            $"Start {service.Service}, which keeps running{As(service.As)}:", Typed(service.Command),
            service.Environment.IsEmpty ? null : new object[] { "with ", Html.Code(string.Join(' ', service.Environment.Select(e => $"{e.Key}={ShellText.Of(Filled(e.Value))}"))) },
        },
        UnitAction unit => new object[] { $"Start the unit {unit.Unit}:", Typed(unit.Command) },
        CommandAction command => new object[] { $"Run{As(command.As)}{(command.Repeatable ? "" : " (once only: not again unless it is certain that it did not happen)")}:", Typed(command.Command) },
        WaitAction wait => $"Wait {Said.Of(wait.For)}.",
        TaskAction task => task.Do,
        ApprovalAction approval => approval.Of > 1 ? $"Get the yes of {approval.Of} of them." : "Get their yes.",
        NotifyAction notify => $"Tell {string.Join("; ", notify.Tell.Select(p => People.Of(kit.Plan, p)))}{(Said.All(notify.By.Select(Words.Of), " or ") is { } by ? $" by {by}" : "")}: \u201C{notify.Says}\u201D",
        SwitchDnsAction dns => $"Point the name {dns.Record} to {dns.To ?? host?.Name}{(dns.Ttl is { } ttl ? $", to be remembered for {Said.Of(ttl)} at most" : "")}.",
        HttpCheck http => new object?[] { $"Check: {http.Method} ", Html.Code(Filled(http.Url)), $" answers {http.Status}", http.Contains is { } text ? $" and says \u201C{text}\u201D" : null, "." },
        SqlCheck sql => new object?[] { $"Check: in the database{(sql.Database is { } name ? $" {name}" : "")}, ", Html.Code(sql.Query), " gives ", Html.Code(sql.Expect), ".", Parameters(sql.Query) },
        FilesCheck files => new object[] { "Check: ", Html.Code(PathOn(files.Folder)), $" holds {files.AtLeast} files or more." },
        CommandCheck check => new object[] { $"Check that this ends well{As(check.As)}:", Typed(check.Command) },
        var other => throw new InvalidOperationException($"Nobody decided how {other.GetType().Name} is said."),
    };

    public string Who(StepAction action) => action switch
    {
        TaskAction task => People.Of(kit.Plan, task.Who),
        ApprovalAction approval => People.Of(kit.Plan, approval.By),
        NotifyAction or SwitchDnsAction => kit.Plan.Lead is { } lead ? People.Of(kit.Plan, lead) : "whoever leads",
        _ => "Holdfast",
    };

    /// <summary>Where the data lies once it is back.</summary>
    public string PathOf(ProtectedData data) => PathOn(data.Path);

    private static string? Parameters(string query) =>
        query.Contains(":disaster", StringComparison.Ordinal) || query.Contains(":rpo", StringComparison.Ordinal)
            ? " (:disaster is when it began, :rpo what may be lost.)"
            : null;

    private static string As(string? user) => user is null ? "" : $" as user {user}";

    private XElement Typed(ImmutableArray<string> words) => Html.Of("pre", "step", Html.Code(string.Join(' ', words.Select(w => ShellText.Of(Filled(w))))));

    private string Filled(string text) => host is null ? text : kit.World.Shown(host, text);

    private string PathOn(string path) => host is null ? path : kit.World.ShownPath(host, path);
}
