namespace Holdfast.Execution.Stores;

/// <summary>How much of a file of lines is whole.</summary>
/// <param name="Bytes">Up to the end of the last whole line.</param>
internal readonly record struct StreamExtent(long Lines, long Bytes)
{
    /// <summary>With the whole lines that the file has after these.</summary>
    public StreamExtent Grown(FileInfo file)
    {
        using var open = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        open.Seek(Bytes, SeekOrigin.Begin);
        var (lines, whole, at) = (Lines, Bytes, Bytes);
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

        return new(lines, whole);
    }
}
