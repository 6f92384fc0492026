namespace Holdfast.Agent.Data.Judging;

/// <summary>What the first bytes of a file say about it.</summary>
internal static class FileHead
{
    /// <summary>Fewer bytes that agree may be chance, or a number that grew.</summary>
    private const int SameHead = 16;

    // How formats begin whose content is compressed or otherwise as even as noise: https://en.wikipedia.org/wiki/List_of_file_signatures
    private static readonly byte[][] Known =
    [
        [0xff, 0xd8, 0xff], [0x89, .. "PNG"u8], [.. "GIF8"u8], [.. "%PDF"u8], [.. "PK"u8, 3, 4], [.. "PK"u8, 5, 6], [0x1f, 0x8b], [.. "BZh"u8],
        [0xfd, .. "7zXZ"u8], [0x28, 0xb5, 0x2f, 0xfd], [.. "7z"u8, 0xbc, 0xaf], [.. "Rar!"u8], [.. "OggS"u8], [.. "ID3"u8], [0xff, 0xfb], [0xff, 0xf1],
        [.. "fLaC"u8], [.. "RIFF"u8], [0x1a, 0x45, 0xdf, 0xa3], [.. "SQLite format 3"u8], [.. "wOF"u8], [0, 0, 1, 0], [.. "II*"u8, 0],
        [.. "MM"u8, 0, 0x2a], [0x04, 0x22, 0x4d, 0x18], [.. "LZIP"u8], [0x1f, 0x9d], [0x7f, .. "ELF"u8], [.. "MZ"u8], [.. "8BPS"u8], [.. "Cr24"u8],
        [0xd0, 0xcf, 0x11, 0xe0], [0xca, 0xfe, 0xba, 0xbe], [0x78, 0x9c], [0x78, 0xda],
    ];

    /// <summary>
    /// Whether it can be told from noise neither by a format that announces itself nor by being text or uneven: what a cipher writes looks so.
    /// </summary>
    internal static bool LooksEncrypted(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || IsKnown(head) || IsText(head))
        {
            return false;
        }

        // Noise of so many bytes has at least so many bits a byte in all but one case of many thousands; anything shorter tells nothing but that
        // it is no text. Measured: docs/protection.md.
        var least = head.Length switch { >= 4096 => 7.9, >= 2048 => 7.85, >= 1024 => 7.7, >= 512 => 7.4, >= 256 => 6.9, _ => 0 };
        return Entropy(head) >= least;
    }

    /// <summary>Whether one was made of the other by editing or appending, and not written anew.</summary>
    internal static bool IsEdited(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) =>
        before.CommonPrefixLength(after) >= Math.Min(SameHead, Math.Min(before.Length, after.Length));

    private static bool IsKnown(ReadOnlySpan<byte> head)
    {
        foreach (var signature in Known)
        {
            if (head.StartsWith(signature))
            {
                return true;
            }
        }

        return head.Length > 12 && head[4..8].SequenceEqual("ftyp"u8); // MP4, MOV, HEIC.
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (var value in head)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1b))
            {
                return false;
            }
        }

        // The end may have cut a character in two.
        for (var cut = 0; cut < 4 && cut < head.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut]))
            {
                return true;
            }
        }

        return false;
    }

    private static double Entropy(ReadOnlySpan<byte> head)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var value in head)
        {
            counts[value]++;
        }

        var bits = 0.0;
        foreach (var count in counts)
        {
            bits -= count == 0 ? 0 : (double)count / head.Length * Math.Log2((double)count / head.Length);
        }

        return bits;
    }
}
