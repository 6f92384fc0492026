using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>What a system lacks by what its newest copies hold.</summary>
internal static class CopyLacks
{
    /// <param name="copies">Of one system, as recorded.</param>
    public static IEnumerable<Lack> Of(IEnumerable<ProtectionRecord> copies)
    {
        var byAge = copies.Where(c => c.Snapshot is not null).OrderByDescending(c => c.TakenAt).ToArray();
        var good = byAge.FirstOrDefault(c => c.Counts);
        if (byAge.FirstOrDefault(c => c.IsSuspect) is { } suspect && (good is null || suspect.TakenAt > good.TakenAt))
        {
            yield return new(LackKind.SuspectCopy, suspect.Suspect);
        }

        // Of one point, every repository has the same content.
        foreach (var warning in good?.OpenWarnings ?? [])
        {
            yield return new(good!.Shrunk.Contains(warning) ? LackKind.ShrunkCopy : LackKind.WarnedCopy, warning);
        }
    }
}
