using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>Finds whether a system is still being protected, where it runs now: the newest good copy says nothing of the attempts after it.</summary>
/// <param name="history">Every attempt, those that failed too.</param>
internal sealed class ProtectionJudge(History history, Past past, DateTimeOffset now)
{
    /// <param name="point">What the newest verified copy shows that is still there.</param>
    public IEnumerable<Lack> Of(ProtectedSystem system, DateTimeOffset? point)
    {
        if (past.LastTakeoverOf(system.Name, now) is { } takeover)
        {
            if (takeover.Host != system.RunsOn)
            {
                yield return new(LackKind.FailedOver, takeover.Run);
            }
            else if (system.Protection is not null && !(point >= takeover.At))
            {
                yield return new(LackKind.Unprotected, takeover.Run);
            }
        }

        if (system.Protection is not { } protection)
        {
            yield break;
        }

        var attempts = history.CopiesOf(system.Name).Where(c => protection.To.Contains(c.Repository)).ToArray();
        var known = attempts.Where(c => !ClockSkew.IsAhead(c, now)).ToArray();
        foreach (var ahead in attempts.Except(known).OrderBy(c => c.TakenAt).TakeLast(1))
        {
            yield return new(LackKind.DatedAhead, $"the copy of {ahead.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm}Z in {ahead.Repository}");
        }

        if (known.Length == 0)
        {
            yield break; // There is no point either, which is said already.
        }

        foreach (var lack in CopyLacks.Of(known))
        {
            yield return lack;
        }

        if (protection.To.Select(repository => Failure(known, repository)).OfType<string>().FirstOrDefault() is { } failure)
        {
            yield return new(LackKind.ProtectionFailed, failure);
        }

        if (IsLate(protection, known))
        {
            yield return new(LackKind.ProtectionLate);
        }
    }

    /// <summary>What became of the newest attempt in that repository; null: a copy that counts, or one that is suspect, which is told apart.</summary>
    private static string? Failure(ProtectionRecord[] attempts, string repository) => attempts.Where(c => c.Repository == repository).MaxBy(c => c.TakenAt) switch
    {
        null => $"{repository}: no copy was ever made there",
        { Counts: true } or { Outcome: CopyOutcome.Suspect } => null,
        { Why: { } why } => $"{repository}: {why.Split('\n')[0]}",
        { Partial: true } => $"{repository}: files were missed",
        _ => $"{repository}: the copy was not verified",
    };

    /// <summary>A whole interval was missed, and as long again as the last copy took.</summary>
    private bool IsLate(Protection protection, ProtectionRecord[] attempts)
    {
        var last = attempts.MaxBy(c => c.TakenAt)!;
        var took = last.VerifiedAt is { } verified && verified > last.TakenAt ? verified - last.TakenAt : TimeSpan.Zero;
        return now - last.TakenAt > (2 * protection.Every) + (2 * took);
    }
}
