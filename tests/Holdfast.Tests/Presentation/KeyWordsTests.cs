using Holdfast.Execution.Keys;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation;

public sealed class KeyWordsTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string First = Plan.Repositories[0].Name;

    [Fact]
    public void That_no_key_was_ever_typed_is_said() =>
        Assert.Equal(["No printed key was ever typed here to see that it opens: holdfast keys rehearse"], KeyWords.Standing(Plan, KeyCare.None, Now));

    [Fact]
    public void A_kit_that_was_printed_before_a_key_was_changed_is_told_and_one_printed_after_it_is_not()
    {
        var care = Care(new() { ChangedAt = Now.AddDays(-2) });
        Assert.Contains("THE PRINTED KIT IS OLDER THAN A KEY", KeyWords.Standing(Plan, care with { Kit = new(Now.AddDays(-3), false) }, Now).First(), StringComparison.Ordinal);
        Assert.DoesNotContain(KeyWords.Standing(Plan, care with { Kit = new(Now.AddDays(-1), false) }, Now), l => l.Contains("KIT", StringComparison.Ordinal));
        Assert.DoesNotContain(KeyWords.Standing(Plan, care, Now), l => l.Contains("KIT", StringComparison.Ordinal)); // Of no kit nothing is known.
    }

    [Theory]
    [InlineData(300, false)]
    [InlineData(400, true)]
    public void After_a_year_a_rehearsal_is_told_to_be_too_long_ago(int days, bool isTold)
    {
        var line = Assert.Single(KeyWords.Standing(Plan, Care(new() { RehearsedAt = Now.AddDays(-days) }), Now));
        Assert.Equal(isTold, line.Contains("MORE THAN A YEAR AGO: " + First, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rotation_that_is_not_done_says_how_it_goes_on()
    {
        PendingRotation pending = new(Now, "old", "new", []);
        Assert.Contains($"Go on: holdfast keys rotate {First}", KeyWords.Standing(Plan, Care(new() { Pending = pending }), Now).First(), StringComparison.Ordinal);
        Assert.Contains($"holdfast keys rotate {First} --remove-old", KeyWords.Standing(Plan, Care(new() { Pending = pending with { IsStored = true } }), Now).First(), StringComparison.Ordinal);
    }

    private static KeyCare Care(RepositoryKeyCare care) => KeyCare.None with { Repositories = KeyCare.None.Repositories.SetItem(First, care) };
}
