using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Sources.Processes;

namespace Holdfast.Execution.Stores;

/// <summary>
/// The process that has a lease. Process ids are used again, so it is told by when the process started and after which boot; in
/// files from before that was written, the id alone must do.
/// </summary>
internal sealed partial record LeaseProcess(string Holder, int Process)
{
    private long? Started { get; init; }

    private string Boot { get; init; } = "";

    /// <summary>The first line is for people.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{this}\nstarted {ProcessTable.Find(Process)?.StartTime} after boot {ProcessTable.BootId}\n");

    public bool IsAlive => Started is { } started
        ? Boot == ProcessTable.BootId && ProcessTable.IsAlive(Process, started)
        : ProcessTable.Find(Process) is { IsAlive: true };

    public static LeaseProcess? Read(string text) => Form().Match(text) is { Success: true } match && int.TryParse(match.Groups["process"].Value, CultureInfo.InvariantCulture, out var process)
        ? new(match.Groups["holder"].Value, process)
        {
            Started = long.TryParse(match.Groups["started"].Value, CultureInfo.InvariantCulture, out var started) ? started : null,
            Boot = match.Groups["boot"].Value,
        }
        : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Holder} (process {Process})");

    [GeneratedRegex(@"^(?<holder>.+) \(process (?<process>[0-9]+)\)(\nstarted (?<started>[0-9]+) after boot (?<boot>\S+))?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
