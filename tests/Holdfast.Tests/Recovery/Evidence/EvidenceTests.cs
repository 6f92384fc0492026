using System.Security.Cryptography;
using System.Text;
using Holdfast.Recovery.Evidence;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Evidence;

public sealed class EvidenceTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void What_was_sealed_verifies_and_names_its_signer()
    {
        var check = EvidenceCheck.Of(Sealed(), Seal.FingerprintOf(_key));
        Assert.Null(check.Fault);
        Assert.Equal(Seal.FingerprintOf(_key), check.Signer);
        Assert.Equal(4, check.Events.Count);
    }

    [Fact]
    public void One_changed_byte_anywhere_is_found_and_its_line_is_named()
    {
        var whole = Sealed();
        for (var at = 0; at < whole.Length; at++)
        {
            foreach (var flip in new byte[] { 0x01, 0x20, 0x80 })
            {
                var changed = whole.ToArray();
                changed[at] ^= flip;
                var check = EvidenceCheck.Of(changed);
                var line = whole.AsSpan(0, at).Count((byte)'\n') + 1;
                Assert.False(check.Good, $"byte {at} ^ {flip} was not noticed");
                // A changed line end joins two lines, or leaves the last one without its own.
                var ends = whole[at] == (byte)'\n';
                Assert.True(check.Line == line || (ends && check.Line == line + 1), $"byte {at} ^ {flip} is in line {line}, not {check.Line}: {check.Fault}");
            }
        }
    }

    [Fact]
    public void A_signature_that_is_only_spelt_otherwise_is_a_changed_seal()
    {
        // A signature's length varies, and only a padded one can be spelt in several ways.
        var text = Enumerable.Range(0, 200).Select(_ => Encoding.UTF8.GetString(Sealed())).First(t => t.Contains("=\"}", StringComparison.Ordinal));
        var last = text.LastIndexOfAny(['='], text.Length - 1);
        while (text[last] == '=')
        {
            last--;
        }

        var otherwise = text[..last] + (char)(text[last] + 1) + text[(last + 1)..]; // Its unused bits are zero as we write it; the next character means the same bytes.
        Assert.Equal(5, EvidenceCheck.Of(Encoding.UTF8.GetBytes(otherwise)).Line);
    }

    [Fact]
    public void A_line_taken_out_is_noticed()
    {
        var lines = Encoding.UTF8.GetString(Sealed()).Split('\n');
        var without = Encoding.UTF8.GetBytes(string.Join('\n', lines.Where((_, i) => i != 1)));
        var check = EvidenceCheck.Of(without);
        Assert.False(check.Good);
        Assert.Equal(2, check.Line);
    }

    [Fact]
    public void A_file_cut_off_at_any_byte_is_noticed()
    {
        var whole = Sealed();
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(EvidenceCheck.Of(whole.AsSpan(0, length)).Good, $"cut at {length}");
        }
    }

    [Fact]
    public void Evidence_made_up_and_sealed_with_another_key_is_not_taken_for_ours()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var check = EvidenceCheck.Of(Seal.Close(Journal(), other), Seal.FingerprintOf(_key));
        Assert.Contains("another key", check.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_that_ends_in_half_a_line_is_not_sealed() =>
        Assert.Throws<ArgumentException>(() => Seal.Close(Journal().AsSpan()[..^3], _key));

    public void Dispose() => _key.Dispose();

    private byte[] Sealed() => Seal.Close(Journal(), _key);

    private static byte[] Journal()
    {
        var chain = new JournalChain();
        RunEvent[] events =
        [
            new StepStarted(Noon, new("records", "restore")),
            new StepSucceeded(Noon.AddSeconds(2), new("records", "restore"), 4096, null),
            new StepStarted(Noon.AddSeconds(2), new("records", "check 1")),
            new StepFailed(Noon.AddSeconds(3), new("records", "check 1"), "expected true, got false", "look"),
        ];
        return Encoding.UTF8.GetBytes(string.Concat(events.Select(e => chain.Add(e) + "\n")));
    }
}
