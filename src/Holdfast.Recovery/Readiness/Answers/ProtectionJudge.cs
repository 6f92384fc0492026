using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>Finds whether a system is still being protected, where it runs now: the newest good copy says nothing of the attempts after it.</summary>
/// <param name="basis">With every attempt, those that failed too.</param>
internal sealed class ProtectionJudge(Basis basis, Past past)
{
    /// <summary>How long copies are believed to be good unread where the plan says nothing: disks lose data in silence, and the usual advice is to scrub them every few months.</summary>
    private static readonly CalendarSpan LongestUnread = new(3, 0);

    private readonly DateTimeOffset _now = basis.Now;

    /// <param name="point">What the newest verified copy shows that is still there.</param>
    public IEnumerable<Lack> Of(ProtectedSystem system, DateTimeOffset? point)
    {
        if (past.LastTakeoverOf(system.Name, _now) is { } takeover)
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

        var attempts = basis.History.CopiesOf(system.Name).Where(c => protection.To.Contains(c.Repository)).ToArray();
        var known = attempts.Where(c => !ClockSkew.IsAhead(c, _now)).ToArray();
        foreach (var ahead in attempts.Except(known).OrderBy(c => c.TakenAt).TakeLast(1))
        {
            yield return new(LackKind.DatedAhead, $"the copy {ahead.Snapshot?[..8] ?? "that failed"} of {ahead.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm}Z in {ahead.Repository}");
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

        foreach (var repository in protection.To.Where(basis.Troubled.ContainsKey))
        {
            yield return new(LackKind.RepositoryTroubled, $"{repository}: {basis.Troubled[repository]}");
        }

        foreach (var doubt in basis.Doubts.GetValueOrDefault(system.Name, []))
        {
            yield return new(LackKind.PointsDoubted, doubt);
        }

        if (IsLate(protection, known))
        {
            yield return new(LackKind.ProtectionLate);
        }

        foreach (var repository in protection.To)
        {
            var copies = known.Where(c => c.Repository == repository && c.Counts).ToArray();
            if (copies.Length > 0 && point is not null && Lost(system.Name, repository, copies) is { } lost)
            {
                yield return new(LackKind.CopyLost, $"{repository}: {lost}");
            }

            if (copies.Length > 0 && Unread(system.Name, repository, protection.VerifyEvery, copies) is { } unread)
            {
                yield return new(LackKind.ReadingLate, $"{repository}: {unread}");
            }
        }
    }

    /// <summary>What that repository has no more of the copies that the plan counts on, whatever another one has; null: nothing is known to be lost.</summary>
    private string? Lost(string system, string repository, ProtectionRecord[] copies) =>
        basis.Unseen.ContainsKey(repository) ? null
        : basis.Lost.FirstOrDefault(l => l.System == system && l.Repository == repository) is { } lost ? lost.Why
        : copies.MaxBy(c => c.TakenAt) is { } newest && !basis.Exists(newest) ? $"the newest copy, of {newest.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm}Z, is not there any more"
        : null;

    /// <summary>Since when its copies there should have been read again, by the plan or, where it is silent, by what is usual; null: they were.</summary>
    private string? Unread(string system, string repository, CalendarSpan? every, ProtectionRecord[] copies)
    {
        var span = every ?? LongestUnread;
        var rule = every is null ? $"{span} is the longest that is trusted where the plan has no \"verify every\"" : $"the plan says every {span}";
        var last = past.Readings.Where(r => r.System == system && r.Repository == repository && !ClockSkew.IsAhead(r.At, _now)).Select(r => (DateTimeOffset?)r.At).Max();
        var since = last ?? copies.Min(c => c.TakenAt);
        return span.From(DateOnly.FromDateTime(since.UtcDateTime)) >= DateOnly.FromDateTime(_now.UtcDateTime) ? null
            : last is null ? $"never read again since its first copy of {since.UtcDateTime:yyyy-MM-dd}, and {rule}"
            : $"last read on {since.UtcDateTime:yyyy-MM-dd}, and {rule}";
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
        var patience = protection.Held + (2 * took);
        if (protection.At is not { } at)
        {
            return _now - last.TakenAt > (2 * protection.Every) + patience;
        }

        var missed = at.Until(_now - patience - protection.Jitter);
        return last.TakenAt < at.Until(missed - TimeSpan.FromTicks(1)); // Two of them passed, and neither was it.
    }
}
