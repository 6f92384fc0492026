using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Upkeep;

namespace Holdfast.Presentation.Protection;

/// <summary>What upkeep did in a repository, or would do.</summary>
public static class UpkeepLines
{
    public static void Show(Screen screen, UpkeepReport report, bool dryRun)
    {
        foreach (var line in Of(report, dryRun))
        {
            screen.Line(line);
        }

        foreach (var line in Warnings(report))
        {
            Screen.Warn(line);
        }
    }

    private static IEnumerable<string> Of(UpkeepReport report, bool dryRun)
    {
        var goes = dryRun || report.Removed > 0;
        foreach (var points in report.Points.Where(p => dryRun || p.Remove.Length > 0))
        {
            var count = points.Remove.Length;
            yield return points.WhyAll is { } why
                ? $"{report.Repository}: {points.System}: all {points.Keep.Length} points stay: {why}."
                : $"{report.Repository}: {points.System}: {points.Keep.Length} of {points.Keep.Length + points.Remove.Length} points stay, {count} {(!goes ? count == 1 ? "was to go" : "were to go" : count == 1 ? "goes" : "go")}.";
            foreach (var line in dryRun && points.WhyAll is null ? OneByOne(points) : [])
            {
                yield return line;
            }
        }

        foreach (var points in report.Points.Where(p => p is { Waiting: > 0, WhyAll: null }))
        {
            yield return $"{report.Repository}: {points.System}: {points.Waiting} points that this machine does not know as its own stay, and take no place of others, until it has known them for a week: {points.WaitingUntil!.Value.UtcDateTime:yyyy-MM-dd}.";
        }

        foreach (var points in report.Points.Where(p => !dryRun && p is { WhyAll: not null, Waiting: > 0 }))
        {
            yield return $"{report.Repository}: {points.System}: all {points.Keep.Length} points stay: {points.WhyAll}.";
        }

        if (report.Removed > 0 || report.FreedBytes > 0)
        {
            var records = report.Records > 0 ? $", {report.Records} of them journals that newer ones say again" : "";
            yield return dryRun
                ? $"{report.Repository}: {report.Removed} snapshots would go{records}, and {Spoken.Bytes(report.FreedBytes)} would be freed."
                : $"{report.Repository}: {report.Removed} snapshots were removed{records}, and {Spoken.Bytes(report.FreedBytes)} freed.";
        }

        if (dryRun && report.PartsDue > 0)
        {
            yield return $"{report.Repository}: {report.PartsDue} of {UpkeepReport.Parts} parts {(report.PartsDue == 1 ? "is" : "are")} due to be read back.";
        }
        else if (report.Readings.Length > 0)
        {
            yield return $"{report.Repository}: {report.Readings.Length} of {UpkeepReport.Parts} parts read back, {Spoken.Bytes(report.Readings.Sum(r => r.Bytes))}: "
                + (report.Readings.All(r => r.IsGood) ? "all good." : "NOT GOOD.");
        }
    }

    private static IEnumerable<string> OneByOne(KeptPoints points)
    {
        var all = points.Keep.Select(k => (k.Snapshot, k.TakenAt, Word: "stays", Because: $": {k.Because}"))
            .Concat(points.Remove.Select(g => (g.Snapshot, g.TakenAt, Word: "goes ", Because: "")));
        return all.OrderByDescending(p => p.TakenAt).Select(p => $"  {p.Word}  {p.Snapshot[..8]}  {p.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm}Z{p.Because}");
    }

    /// <summary>What must not be overlooked.</summary>
    private static IEnumerable<string> Warnings(UpkeepReport report)
    {
        foreach (var points in report.Points.Where(p => p.IsUnkept))
        {
            yield return $"{report.Repository}: {points.System}: none of {points.Keep.Length} points is removed, although the plan says how long they are kept: {points.WhyAll}. "
                + "If another machine takes the copies: holdfast upkeep --from REPOSITORY --key REFERENCE, which takes its records along";
        }

        foreach (var problem in report.Problems)
        {
            yield return $"{report.Repository}: {problem}";
        }

        if (report.NoRoom is { } room)
        {
            yield return $"{report.Repository}: its disk has {Spoken.Bytes(room.FreeBytes)} left, and removing needs about {Spoken.Bytes(room.NeededBytes)} to begin with, for a lock and a new index. Free that much on the disk, but nothing in the repository's folder, or make it larger; "
                + $"then holdfast upkeep: {room.Going} snapshots would go, and about {Spoken.Bytes(room.FreedBytes)} be freed";
        }

        if (report.NotRemoved > 0)
        {
            yield return $"{report.Repository}: the storage did not let {report.NotRemoved} files go. If it lets this machine only add, run upkeep where things may be removed: holdfast upkeep --from REPOSITORY --key REFERENCE.";
        }

        foreach (var error in report.Readings.SelectMany(r => r.Errors).Distinct())
        {
            yield return $"{report.Repository}: {error}";
        }

        foreach (var line in LostPoints.Lines(report.Readings.SelectMany(r => r.Damaged).DistinctBy(d => (d.Repository, d.Snapshot))))
        {
            yield return line;
        }
    }

    public static JsonObject Json(UpkeepReport report) => new()
    {
        { "repository", report.Repository },
        { "good", report.IsGood },
        { "points", report.Points.Select(p => new JsonObject
        {
            { "system", p.System },
            { "whyAllStay", p.WhyAll },
            { "waiting", p.Waiting },
            { "stay", p.Keep.Select(k => new JsonObject { { "snapshot", k.Snapshot }, { "takenAt", k.TakenAt }, { "because", k.Because } }) },
            { "go", p.Remove.Select(s => s.Snapshot) },
        }) },
        { "recordsThatGo", report.Records },
        { "removed", report.Removed },
        { "notRemoved", report.NotRemoved },
        { "freedBytes", report.FreedBytes },
        { "partsDue", report.PartsDue },
        { "packsRead", report.Readings.Sum(r => r.Packs) },
        { "bytesRead", report.Readings.Sum(r => r.Bytes) },
        { "errors", report.Readings.SelectMany(r => r.Errors).Distinct() },
        { "damaged", JsonFields.Of(report.Readings.SelectMany(r => r.Damaged).Distinct()) },
        { "problems", report.Problems },
        { "neededBytes", report.NoRoom?.NeededBytes },
        { "freeBytes", report.Room?.Room.FreeBytes },
        { "fullOn", report.Room?.FullOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
    };
}
