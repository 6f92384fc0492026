using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary>The options that say which points are brought back: <c>--point</c>, <c>--at</c> and <c>--since</c>.</summary>
internal sealed class PointOptions
{
    private readonly Option<string[]> _point = new("--point")
    {
        Description = "Bring a system back from this snapshot, such as erp=3fa1c2d4; \"holdfast points\" lists them. Can be said several times.",
        HelpName = "SYSTEM=SNAPSHOT",
    };

    private readonly Option<string?> _at = new("--at") { Description = "Bring back nothing newer than this, such as 2026-03-01T02:13:00Z.", HelpName = "TIME" };

    private readonly Option<string?> _since = new("--since") { Description = "When it began, such as 2026-03-01T02:13:00Z. Default: now.", HelpName = "TIME" };

    public PointOptions AddTo(Command command)
    {
        command.Options.Add(_since);
        command.Options.Add(_at);
        command.Options.Add(_point);
        return this;
    }

    public DateTimeOffset? Since(ParseResult parsed) => parsed.GetValue(_since) is { } text ? Time(text) : null;

    /// <exception cref="UsageException">A system is not in the plan, or has no copies by it.</exception>
    public PointWish Wish(ParseResult parsed, Plan plan)
    {
        var points = (parsed.GetValue(_point) ?? []).Select(text => Named(text, plan)).ToImmutableArray();
        var at = parsed.GetValue(_at) is { } time ? Time(time) : (DateTimeOffset?)null;
        return points.IsEmpty && at is null ? PointWish.None
            : points.GroupBy(p => p.System).FirstOrDefault(p => p.Count() > 1) is { } twice ? throw new UsageException($"--point names two snapshots of {twice.Key}.", "Say one of them.")
            : new(at, points);
    }

    private static NamedPoint Named(string text, Plan plan) => text.Split('=', 2) switch
    {
        [var system, { Length: >= 4 } snapshot] when plan.Systems.Any(s => s.Name == system) => new(system, snapshot.ToLowerInvariant()),
        [var system, { Length: >= 4 }] => throw new UsageException(
            $"The plan has no system \"{system}\".", $"It has {string.Join(", ", plan.Systems.Select(s => s.Name))}."),
        _ => throw new UsageException($"\"{text}\" names no point.", "Write SYSTEM=SNAPSHOT, such as erp=3fa1c2d4, with at least four characters of the snapshot."),
    };

    internal static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : throw new UsageException($"\"{text}\" is no time.", "Write it as 2026-03-01T02:13:00Z, or with another offset.");
}
