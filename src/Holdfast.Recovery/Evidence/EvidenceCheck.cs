using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Evidence;

/// <summary>What verifying an evidence file found.</summary>
/// <param name="Fault">Null: the file is what was sealed, by whom it must be.</param>
/// <param name="Line">Where it was changed, from 1; 0 when it is whole, if by another's hand.</param>
/// <param name="Offset">The byte at which that line begins.</param>
/// <param name="Signer">Fingerprint of the key that sealed it; null when the seal cannot be read.</param>
public sealed record EvidenceCheck(string? Fault, long Line, long Offset, string? Signer, IReadOnlyList<RunEvent> Events)
{
    public bool Good => Fault is null;

    /// <summary>Checks the chain of the lines, then the signature over them, and says where the first change is.</summary>
    /// <param name="trusted">Fingerprint of the key that must have sealed it; null accepts any and leaves the judgement to the reader.</param>
    public static EvidenceCheck Of(ReadOnlySpan<byte> file, string? trusted = null)
    {
        // 1. Every line but the last is the journal's; the last is the seal.
        if (file.IsEmpty || file[^1] != (byte)'\n')
        {
            return Bad(CountLines(file), StartOfLastLine(file), "the file ends in the middle of a line: something was cut off or changed");
        }

        var sealAt = StartOfLastLine(file);
        var journal = file[..sealAt];
        var line = file[sealAt..^1];

        // 2. Follow the chain. A line that does not fit its successor is the changed one; see Blame for the line after it.
        var chain = new JournalChain();
        var events = new List<RunEvent>();
        var at = 0;
        while (at < journal.Length)
        {
            var length = journal[at..].IndexOf((byte)'\n');
            try
            {
                events.Add(chain.Follow(journal.Slice(at, length)));
            }
            catch (JournalDamagedException)
            {
                return Blame(file, at, chain.Length + 1);
            }

            at += length + 1;
        }

        // 3. The seal must be exactly the line that sealing writes, follow the last line, and sign every byte before it.
        if (Read(line) is not { } seal)
        {
            return Bad(chain.Length + 1, sealAt, "the last line is not a seal: it was changed, or the file was cut off");
        }

        if (seal.Prev != chain.Head)
        {
            return SignsQuietly(seal, journal)
                ? Bad(chain.Length + 1, sealAt, "the seal was changed: it signs these lines, but names another hash")
                : Bad(chain.Length, StartOfLastLine(journal), "this line was changed: the seal does not follow it");
        }

        if (seal.Seq != chain.Length + 1 || !SignsQuietly(seal, journal))
        {
            return Bad(chain.Length + 1, sealAt, "the seal was changed: its signature does not fit the lines before it");
        }

        return trusted is null || trusted == seal.Fingerprint
            ? new(null, 0, 0, seal.Fingerprint, events)
            : new($"sealed by another key, {seal.Fingerprint}, not by {trusted}", 0, 0, seal.Fingerprint, events);

        static EvidenceCheck Bad(long line, long offset, string fault) => new(fault, line, offset, null, []);
    }

    /// <summary>
    /// The line at <paramref name="at"/> does not follow the one before it: one of the two was changed, or lines between them are gone.
    /// If the line has the right number and still fits its own successor, it is whole and the one before was changed.
    /// </summary>
    private static EvidenceCheck Blame(ReadOnlySpan<byte> file, int at, long number)
    {
        var rest = file[at..];
        var end = rest.IndexOf((byte)'\n');
        var line = rest[..end];
        var next = rest[(end + 1)..];
        var nextEnd = next.IndexOf((byte)'\n');
        var whole = nextEnd >= 0 && LinkOf(next[..nextEnd])?.Prev == JournalChain.HashOf(line);
        if (whole && LinkOf(line)?.Seq is { } seq && seq != number)
        {
            return new($"lines are missing or were put in: line {number} says that it is line {seq}", number, at, null, []);
        }

        return whole && number > 1
            ? new("this line was changed: the next one does not follow it", number - 1, StartOfLastLine(file[..at]), null, [])
            : new("this line was changed: it does not follow the one before it", number, at, null, []);
    }

    private static (long Seq, string? Prev)? LinkOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            return (document.RootElement.GetProperty("seq").GetInt64(), document.RootElement.GetProperty("prev").GetString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null; // A line that cannot be read vouches for nothing.
        }
    }

    private static Seal? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var seal = JsonSerializer.Deserialize(line, SealJson.Default.Seal);
            return seal is not null && line.SequenceEqual(seal.ToLine()) && IsPlain(seal.Key) && IsPlain(seal.Signature) ? seal : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Base64 as we write it: the bits that pad the last character can be set otherwise and still mean the same bytes.</summary>
    private static bool IsPlain(string base64)
    {
        Span<byte> bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && Convert.ToBase64String(bytes[..length]) == base64;
    }

    private static bool SignsQuietly(Seal seal, ReadOnlySpan<byte> journal)
    {
        try
        {
            return seal.Signs(journal);
        }
        catch (Exception e) when (e is FormatException or CryptographicException or PlatformNotSupportedException)
        {
            return false; // A key or signature that cannot be read signs nothing.
        }
    }

    private static int StartOfLastLine(ReadOnlySpan<byte> file) => file.IsEmpty ? 0 : file[..^1].LastIndexOf((byte)'\n') + 1;

    private static long CountLines(ReadOnlySpan<byte> file) => file.Count((byte)'\n') + 1;
}
