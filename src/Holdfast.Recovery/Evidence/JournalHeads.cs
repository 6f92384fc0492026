using System.Collections.Immutable;
using Holdfast.Recovery.Trust;

namespace Holdfast.Recovery.Evidence;

/// <summary>
/// What of an evidence file fits on paper: the hash of its journal's last line, which every line before it is part of. Held against it, a journal that
/// was cut, changed or replaced since is found, whatever key sealed it anew; and one that only went on is known as that.
/// </summary>
public static class JournalHeads
{
    /// <param name="evidence">One that was verified.</param>
    /// <returns>After each event the head that the journal had then, the last one last.</returns>
    public static ImmutableArray<KeyFingerprint> In(ReadOnlySpan<byte> evidence)
    {
        var heads = ImmutableArray.CreateBuilder<KeyFingerprint>();
        for (var rest = evidence; rest.IndexOf((byte)'\n') is >= 0 and var end && end + 1 < rest.Length; rest = rest[(end + 1)..])
        {
            heads.Add(KeyFingerprint.Of(rest[..end])); // The seal, which is the last line, is not part of the journal.
        }

        return heads.ToImmutable();
    }
}
