using Holdfast.Execution.Alerts;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Presentation.Alerts;

/// <summary>What of a look at the business people should hear of by themselves: nothing that <c>status</c> does not say, and in its words.</summary>
public static class Troubles
{
    /// <summary>Data could be lost, or is not protected as the plan says.</summary>
    private static readonly HashSet<LackKind> Urgent =
    [
        LackKind.NoVerifiedPoint, LackKind.SuspectCopy, LackKind.Unprotected, LackKind.ServiceDown, LackKind.PointTooOld, LackKind.CopyLost, LackKind.ProtectionFailed,
        LackKind.RepositoryTroubled, LackKind.PointsDoubted, LackKind.ProtectionLate, LackKind.ReadingLate,
    ];

    /// <summary>Something has changed and somebody has to see to it. What only a drill would show (<c>never drilled</c>) is of the weekly summary.</summary>
    private static readonly HashSet<LackKind> Notice =
    [
        LackKind.Unrecoverable, LackKind.KeyLostToo, LackKind.FailedOver, LackKind.LastRunFailed, LackKind.LastRunCutShort, LackKind.TooSlow, LackKind.LosesTooMuch,
        LackKind.DrillTooOld, LackKind.DatedAhead, LackKind.ShrunkCopy, LackKind.WarnedCopy, LackKind.RepositoriesUnseen,
    ];

    /// <summary>What time alone brings about: nobody changed the plan, and it is right no longer.</summary>
    private static readonly HashSet<string> OfTime = ["review-overdue", "risk-review-overdue", "open-corrective-action", "past-lifetime", "past-support", "ends-within-a-year"];

    private const string MakeRoom = "make room on it, or let the plan keep fewer copies (keep:), then holdfast upkeep";

    /// <summary>In days: time enough to buy a disk, and to clear one up.</summary>
    private const int Soon = 30, VerySoon = 7;

    /// <param name="contents">The repositories that answered, and those that did not.</param>
    /// <param name="rooms">Of the disks of repositories on this machine.</param>
    /// <param name="drills">That were to begin by themselves.</param>
    /// <param name="unusable">Why the plan's file can't be used any more by which the schedule is kept; null: it can.</param>
    public static IReadOnlyList<Trouble> Of(
        Plan plan, ReadinessAnswer answer, RepositorySet contents, IEnumerable<Finding> findings, IReadOnlyCollection<RoomOutlook> rooms, IEnumerable<OverdueDrill> drills, UnusablePlan? unusable, DateTimeOffset now) =>
    [
        .. unusable is null ? Array.Empty<Trouble>() : [new("plan/unusable", TroubleLevel.Urgent, "the plan", $"its file cannot be used: {unusable.Why}. Copies go on by what it said before, and nothing is removed", "holdfast plan check")],
        .. OfSystems(plan, answer, contents, now),
        .. plan.Repositories.Where(r => !r.Offline && contents.Closed.ContainsKey(r.Name))
            .Select(r => new Trouble($"repository/{r.Name}/closed", TroubleLevel.Notice, $"repository {r.Name}", $"it could not be opened: {contents.Closed[r.Name]}", "holdfast status")),
        .. rooms.Where(r => r.Room.IsLow).Select(r => new Trouble(
            $"repository/{r.Room.Repository}/room", r.Room.IsNearlyFull ? TroubleLevel.Urgent : TroubleLevel.Notice, $"repository {r.Room.Repository}", RoomLines.Text(r), MakeRoom)),
        .. rooms.Where(r => r.EndsWithin(Soon, now)).Select(r => new Trouble(
            $"repository/{r.Room.Repository}/room ends", r.EndsWithin(VerySoon, now) ? TroubleLevel.Urgent : TroubleLevel.Notice, $"repository {r.Room.Repository}", RoomLines.Text(r), MakeRoom)),
        .. drills.Select(d => new Trouble(
            $"drill/{d.Scenario}", TroubleLevel.Notice, $"drill \"{d.Scenario}\"", $"it is due since {d.Since.UtcDateTime:yyyy-MM-dd} and was not carried out: {d.Why}", $"holdfast drill --scenario \"{d.Scenario}\"")),
        .. findings.Where(f => f.Severity == Severity.Error || OfTime.Contains(f.Id))
            .Select(f => new Trouble($"plan/{f.Id}/{f.Message}", TroubleLevel.Notice, "the plan", f.Message, f.Hint)),
    ];

    private static IEnumerable<Trouble> OfSystems(Plan plan, ReadinessAnswer answer, RepositorySet contents, DateTimeOffset now)
    {
        var cures = NextStep.Of(answer).SelectMany(step => step.Systems.Select(system => (Lack: (step.Lack, system), step.Do))).ToLookup(c => c.Lack, c => c.Do);
        foreach (var (system, lack) in answer.Systems.SelectMany(s => s.Lacks.Select(l => (s, l))))
        {
            // A repository that does not answer is told once, not for each system in it.
            var isTold = lack.Kind == LackKind.RepositoriesUnseen && lack.Of is { } repository && contents.Closed.ContainsKey(repository);
            TroubleLevel? level = Urgent.Contains(lack.Kind) ? TroubleLevel.Urgent : Notice.Contains(lack.Kind) && !isTold ? TroubleLevel.Notice : null;
            if (level is { } known)
            {
                var of = string.Join(',', plan.Repositories.Select(r => r.Name).Where(name => lack.Of?.Contains(name, StringComparison.Ordinal) == true));
                yield return new(
                    $"system/{system.System.Name}/{LackWords.Of(lack.Kind)}/{of}", known, system.System.Name, LackWords.Of(system, lack, now), cures[(lack.Kind, system.System.Name)].FirstOrDefault());
            }
        }
    }
}
