using Holdfast.Recovery.Readiness.Experience;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Experience;

/// <summary>What a clock that runs wrong dated later than now counts for nothing until its time has come.</summary>
public class ClockSkewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-60, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [InlineData(500_000, false)]
    public void A_copy_and_a_duration_dated_ahead_are_left_out(int minutes, bool counts)
    {
        var (taken, verified, measured) = (Copy(minutes, -1), Copy(-1, minutes), Duration(minutes));
        var history = new History([measured, Duration(-1)], [taken, verified, Copy(-2, -2)]).AsOf(Noon);
        Assert.Equal(counts ? 3 : 1, history.Copies.Length);
        Assert.Equal(counts && minutes > -2 ? Noon.AddMinutes(minutes) : counts ? Noon.AddMinutes(-1) : Noon.AddMinutes(-2), history.CopiesAsOf);
        Assert.Equal(counts, history.IsMeasured(measured.Step));
    }

    private static ProtectionRecord Copy(int taken, int verified) => new("shop", "vault", $"s{taken}", Noon.AddMinutes(taken), Noon.AddMinutes(verified), 5, 5, false, null);

    private static StepDuration Duration(int minutes) => new(new("shop", $"run {minutes}"), "run", TimeSpan.FromSeconds(2), 0, Noon.AddMinutes(minutes)) { Run = "d" };
}
