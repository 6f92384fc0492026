using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public class RoughTests
{
    [Theory]
    [InlineData(1, 0, "1 second")]
    [InlineData(59.94, 60, "59.9 seconds")]
    [InlineData(60, 0, "1 minute")]
    [InlineData(90, 60, "1.5 minutes")]
    [InlineData(604, 600, "10.1 minutes")]
    [InlineData(602, 600, "10.1 minutes")]
    [InlineData(602, 240, "10 minutes")]
    [InlineData(598, 600, "9.9 minutes")]
    [InlineData(598, 900, "10 minutes")]
    [InlineData(600, 600, "10 minutes")]
    [InlineData(601, 601, "10 minutes")]
    [InlineData(3599, 0, "60 minutes")]
    [InlineData(3600, 0, "1 hour")]
    [InlineData(3960, 3600, "1.1 hours")]
    [InlineData(172_799, 0, "48 hours")]
    [InlineData(172_800, 0, "2 days")]
    [InlineData(900_000, 0, "10.4 days")]
    public void A_time_is_said_in_the_unit_that_people_would_use_and_never_as_what_it_is_held_against(double seconds, double against, string said) =>
        Assert.Equal(said, Rough.Time(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(against)));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0004, "less than 0.1 %")]
    [InlineData(0.001, "0.1 %")]
    [InlineData(0.469, "46.9 %")]
    [InlineData(0.999, "99.9 %")]
    [InlineData(0.9996, "more than 99.9 %")]
    [InlineData(1, "100 %")]
    public void What_may_happen_is_not_said_to_be_impossible_and_what_may_not_is_not_said_to_be_certain(double chance, string said) =>
        Assert.Equal(said, Rough.Share(chance));
}
