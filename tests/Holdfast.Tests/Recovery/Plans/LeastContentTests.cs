using Holdfast.Recovery.Plans.Values;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public sealed class LeastContentTests
{
    private const string Booking = "protect: { files: booking,";

    [Theory]
    [InlineData("2 GB", 2_000_000_000L, null)]
    [InlineData("1000 files", null, 1000L)]
    [InlineData("1 file", null, 1L)]
    [InlineData("0 files", null, 0L)]
    [InlineData("[1.5 MB, 20 files]", 1_500_000L, 20L)]
    [InlineData("[20 files]", null, 20L)]
    public void A_plan_says_what_a_copy_holds_at_least(string text, long? bytes, long? files)
    {
        var least = Change.IsAccepted(Booking, $"{Booking} at least: {text},").Systems.Single(s => s.Name == "booking").Protection!.AtLeast;

        Assert.Equal(new LeastContent(bytes is { } size ? new ByteSize(size) : null, files), least);
    }

    [Theory]
    [InlineData("§many", "bad-least-content", "neither a size nor a number of files")]
    [InlineData("§20", "bad-least-content", "neither a size")]
    [InlineData("§-1 files", "bad-least-content", "neither a size")]
    [InlineData("§99999999999999999999 files", "bad-least-content", "more files than there can be")]
    [InlineData("[2 GB, §3 GB]", "repeated-item", "a second time")]
    [InlineData("§[]", "no-value", "is empty")]
    [InlineData("[2 GB, §lots]", "bad-least-content", "neither a size")]
    public void What_says_nothing_is_refused(string text, string id, string words) =>
        Change.IsRefused(Booking, $"{Booking} at least: {text},", id, words);
}
