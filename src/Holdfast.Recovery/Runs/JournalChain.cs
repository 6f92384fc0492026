using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// The lines of a journal: JSON, one event a line, each line carrying the hash of the raw line before it, so that a line cannot be
/// changed, dropped or moved without the next one noticing.
/// </summary>
public sealed class JournalChain
{
    /// <summary>What the first line carries in place of a hash.</summary>
    public static string Beginning { get; } = new('0', SHA256.HashSizeInBytes * 2);

    public long Length { get; private set; }

    /// <summary>The hash of the last line: what must be known elsewhere for a truncation to be noticed.</summary>
    public string Head { get; private set; } = Beginning;

    /// <summary>Makes the next line, without line end, and moves the head.</summary>
    public string Add(RunEvent happened)
    {
        var line = JsonSerializer.Serialize(new JournalEntry(Length + 1, Head, happened), JournalJson.Default.JournalEntry);
        Accept(Encoding.UTF8.GetBytes(line));
        return line;
    }

    /// <summary>Takes a raw line that was written before as the next one.</summary>
    /// <exception cref="JournalDamagedException">It is not the line that belongs here.</exception>
    public RunEvent Follow(ReadOnlySpan<byte> line)
    {
        JournalEntry? entry;
        try
        {
            entry = JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry);
        }
        catch (Exception e) when (e is JsonException or FormatException or NotSupportedException)
        {
            throw new JournalDamagedException(Length + 1, "is not a journal's line: " + e.Message);
        }

        if (entry?.Event is null || entry.Seq != Length + 1)
        {
            throw new JournalDamagedException(Length + 1, $"has number {entry?.Seq}, not {Length + 1}");
        }

        if (entry.Prev != Head)
        {
            throw new JournalDamagedException(Length + 1, $"follows {entry.Prev}, but the line before it is {Head}");
        }

        Accept(line);
        return entry.Event;
    }

    public static string HashOf(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    private void Accept(ReadOnlySpan<byte> line)
    {
        Length++;
        Head = HashOf(line);
    }
}

/// <summary>A journal's line is not what was written.</summary>
public sealed class JournalDamagedException(long line, string what) : Exception($"line {line} {what}")
{
    /// <summary>Counted from 1.</summary>
    public long Line { get; } = line;
}
