using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Answers;

public sealed class CopyLacksTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_suspect_newest_copy_is_told_until_a_good_one_is_taken()
    {
        Assert.Equal([new(LackKind.SuspectCopy, "it is empty")], CopyLacks.Of([Copy(1), Suspect(2), Suspect(3)]));
        Assert.Equal(Verdict.NotGood, new Lack(LackKind.SuspectCopy).Verdict);
        Assert.Empty(CopyLacks.Of([Copy(1), Suspect(2), Copy(3)]));
        Assert.Empty(CopyLacks.Of([Copy(1), Suspect(2) with { Accepted = "a clean start" }]));
        Assert.NotEmpty(CopyLacks.Of([Suspect(1)]));
    }

    [Fact]
    public void A_warning_is_told_until_a_copy_without_it_is_taken()
    {
        var warned = Copy(1) with { Warnings = ["app.db is in use"] };
        Assert.Equal([new(LackKind.WarnedCopy, "app.db is in use")], CopyLacks.Of([warned, Copy(2) with { Snapshot = null }]));
        Assert.Equal(Verdict.NotProven, new Lack(LackKind.WarnedCopy).Verdict);
        Assert.Empty(CopyLacks.Of([warned, Copy(2)]));
        Assert.Empty(CopyLacks.Of([]));
    }

    [Fact]
    public void A_copy_that_holds_less_is_told_until_it_is_accepted()
    {
        var shrunk = Copy(1) with { Warnings = ["half is gone", "app.db is in use"], Shrunk = ["half is gone"] };
        Assert.Equal([new(LackKind.ShrunkCopy, "half is gone"), new(LackKind.WarnedCopy, "app.db is in use")], CopyLacks.Of([shrunk]));
        Assert.Equal([new(LackKind.WarnedCopy, "app.db is in use")], CopyLacks.Of([shrunk with { Accepted = "moved away" }]));
        Assert.Equal((CopyOutcome.Warned, CopyOutcome.Counted), (shrunk.Outcome, (shrunk with { Accepted = "moved", Warnings = shrunk.Shrunk }).Outcome));
        Assert.Equal(Verdict.NotProven, new Lack(LackKind.ShrunkCopy).Verdict);
    }

    private static ProtectionRecord Copy(int hour) => new("records", "nas", $"{hour}", At.AddHours(hour), At.AddHours(hour), 5, 5, false, null);

    private static ProtectionRecord Suspect(int hour) => Copy(hour) with { Suspect = "it is empty" };
}
