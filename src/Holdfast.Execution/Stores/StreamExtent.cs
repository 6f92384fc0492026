namespace Holdfast.Execution.Stores;

/// <summary>How much of a file of lines is whole.</summary>
/// <param name="Bytes">Up to the end of the last whole line.</param>
/// <param name="Tail">A mark of the last bytes of those, by which a file is told from another that took its place.</param>
internal readonly record struct StreamExtent(long Lines, long Bytes, int Tail)
{
    /// <summary>Longer than what two lines of a log have in common at their ends.</summary>
    private const int TailLength = 128;

    /// <param name="bytes">Up to the end of the last whole line.</param>
    public static StreamExtent Of(string path, long lines, long bytes)
    {
        using var open = Open(path);
        return new(lines, bytes, TailOf(open, bytes));
    }

    /// <summary>With the whole lines that the file has after these; where these are not the file's any more, since others took their place, with all of them.</summary>
    public StreamExtent Grown(string path)
    {
        using var open = Open(path);
        var (lines, whole) = Bytes > 0 && TailOf(open, Bytes) == Tail ? (Lines, Bytes) : (0, 0);
        open.Seek(whole, SeekOrigin.Begin);
        var at = whole;
        var buffer = new byte[64 * 1024];
        for (int read; (read = open.Read(buffer)) > 0; at += read)
        {
            var chunk = buffer.AsSpan(0, read);
            lines += chunk.Count((byte)'\n');
            if (chunk.LastIndexOf((byte)'\n') is var end and >= 0)
            {
                whole = at + end + 1;
            }
        }

        return new(lines, whole, TailOf(open, whole));
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static int TailOf(FileStream open, long bytes)
    {
        var tail = new byte[Math.Min(bytes, TailLength)];
        open.Seek(bytes - tail.Length, SeekOrigin.Begin);
        var read = open.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false);
        var mark = new HashCode();
        mark.AddBytes(tail.AsSpan(0, read));
        return mark.ToHashCode();
    }
}
