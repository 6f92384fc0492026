using System.Text.Json;
using Holdfast.Recovery.Readiness.Experience;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Experience;

public sealed class ProtectionRecordTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ProtectionRecord Good = new("records", "nas", "1234", At, At, 5, 5, false, null);

    [Fact]
    public void A_copy_is_counted_warned_of_suspect_or_no_recovery_point()
    {
        Assert.Equal((CopyOutcome.Counted, true), (Good.Outcome, Good.Counts));
        var warned = Good with { Warnings = ["3 files are empty"] };
        Assert.Equal((CopyOutcome.Warned, true), (warned.Outcome, warned.Counts));
        var suspect = warned with { Suspect = "it is empty" };
        Assert.Equal((CopyOutcome.Suspect, false), (suspect.Outcome, suspect.Counts));
        Assert.Equal((CopyOutcome.Warned, true), ((suspect with { Accepted = "a clean start" }).Outcome, (suspect with { Accepted = "a clean start" }).Counts));
        Assert.Equal(CopyOutcome.None, (Good with { VerifiedAt = null }).Outcome);
        Assert.Equal(CopyOutcome.None, (Good with { Snapshot = null }).Outcome);
        Assert.Equal(CopyOutcome.None, (suspect with { Partial = true }).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_acceptance_holds_for_the_copy_whichever_record_comes_first(bool acceptedFirst)
    {
        var suspect = Good with { Suspect = "it is empty", Files = 7 };
        var accepted = Good with { Suspect = "it is empty", Accepted = "a clean start" };
        var other = suspect with { Repository = "vault" };

        var settled = ProtectionRecord.Settled(acceptedFirst ? [accepted, suspect, other] : [suspect, other, accepted]);

        Assert.Equal([("nas", true, 7L), ("vault", false, 7L)], settled.Select(r => (r.Repository, r.Counts, r.Files!.Value)).Order());
    }

    [Fact]
    public void A_record_of_before_is_read_as_one_that_counts()
    {
        const string Line = """{"system":"records","repository":"nas","snapshot":"1234","takenAt":"2026-03-01T00:00:00+00:00","verifiedAt":"2026-03-01T00:00:00+00:00","bytes":5,"added":5,"partial":false,"why":null,"counts":true}""";

        var record = JsonSerializer.Deserialize<ProtectionRecord>(Line, JsonSerializerOptions.Web)!;

        Assert.Equal((CopyOutcome.Counted, null, 0), (record.Outcome, record.Files, record.Warnings.Length));
    }

    [Fact]
    public void What_is_known_of_a_copy_is_read_as_it_was_written()
    {
        var record = Good with { Suspect = "s", Accepted = "a", Warnings = ["w"], Files = 1, Held = 2, Changed = 0.5, Data = "files a", Host = "h", Mounts = ["/"] };

        var read = JsonSerializer.Deserialize<ProtectionRecord>(JsonSerializer.Serialize(record, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!;

        Assert.Equal(record with { Warnings = [], Mounts = [] }, read with { Warnings = [], Mounts = [] });
        Assert.Equal(("w", "/"), (Assert.Single(read.Warnings), Assert.Single(read.Mounts)));
    }
}
