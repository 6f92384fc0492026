using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>The schedule that a system's RPO asks for.</summary>
/// <param name="Protection">What the plan says now.</param>
/// <param name="Verifying">The longest that it took from the moment that a copy shows until it was verified; unknown where no copy was made.</param>
/// <param name="Longest">The longest round interval that keeps the RPO with that; null: none does, for verifying alone takes too long.</param>
public sealed record ScheduleAdvice(TimeSpan Rpo, Protection Protection, Figure Verifying, TimeSpan? Longest)
{
    private static readonly TimeSpan[] Round =
    [
        .. new[] { 1, 2, 5, 10, 15, 20, 30 }.Select(s => TimeSpan.FromSeconds(s)),
        .. new[] { 1, 2, 5, 10, 15, 20, 30 }.Select(m => TimeSpan.FromMinutes(m)),
        .. new[] { 1, 2, 3, 4, 6, 8, 12 }.Select(h => TimeSpan.FromHours(h)),
        .. new[] { 1, 2, 3, 7, 14, 28 }.Select(d => TimeSpan.FromDays(d)),
    ];

    /// <summary>Whether the plan has such a schedule already.</summary>
    public bool IsKept => Protection.Longest + (Verifying.Value ?? TimeSpan.Zero) <= Rpo;

    /// <summary>The longest interval as a plan writes it: <c>20 minutes</c>; null: there is none.</summary>
    public string? ToWrite => Longest is { } longest ? Durations.Text(longest) : null;

    /// <returns>Null where nothing of the system is protected.</returns>
    public static ScheduleAdvice? Of(ProtectedSystem system, History history)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(history);
        if (system.Protection is not { } protection)
        {
            return null;
        }

        var verifying = VerifyingOf(history.CopiesOf(system.Name).Where(c => protection.To.Contains(c.Repository)));
        var room = system.Rpo.Value - (verifying.Value ?? TimeSpan.Zero);
        return new(system.Rpo.Value, protection, verifying, Round.Where(every => every <= room).Select(every => (TimeSpan?)every).LastOrDefault());
    }

    /// <summary>Of the repository where it took longest: any other may be lost with the system.</summary>
    private static Figure VerifyingOf(IEnumerable<ProtectionRecord> copies)
    {
        var verified = copies.Where(c => c.Counts).ToArray();
        return verified.Length == 0
            ? Figure.Unknown
            : Figure.Measured(verified.Max(c => c.VerifiedAt!.Value - c.TakenAt), verified.Length, verified.Max(c => c.VerifiedAt!.Value));
    }
}
