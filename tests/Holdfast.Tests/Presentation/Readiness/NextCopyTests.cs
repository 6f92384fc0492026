using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation.Readiness;

public class NextCopyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_next_copy_is_said_by_the_clocks_of_the_plan_and_one_that_is_missing_too()
    {
        var plan = ExamplePlans.Read(Change.Apply("every: 1 hour", "every: weekday at 22:30 America/New_York"));
        Assert.Equal(["Next copies: documents at Mon 2026-11-30 22:30 America/New_York."], NextCopy.Lines(NextCopy.Of(plan, Copies(-50), Now)));
        Assert.Equal(
            ["Next copies: documents at Mon 2026-11-30 22:30 America/New_York (none of Fri 2026-11-27 22:30 is there yet)."], NextCopy.Lines(NextCopy.Of(plan, Copies(-57), Now)));
        Assert.Equal("""[{"system":"documents","at":"2026-11-30T22:30:00-05:00","zone":"America/New_York","missed":"2026-11-27T22:30:00-05:00"}]""", NextCopy.Json(NextCopy.Of(plan, Copies(-57), Now)).ToJsonString());
        Assert.Empty(NextCopy.Lines(NextCopy.Of(ExamplePlans.Read(ExamplePlans.HarborDental), Copies(-1), Now)));
    }

    private static History Copies(int hours) => new([], [new("documents", "vault", "s", Now.AddHours(hours), Now.AddHours(hours), 1, 1, false, null)]);
}
