using System.Text;

namespace Holdfast.Execution.Stores;

/// <summary>Lines of a stream.</summary>
/// <param name="Bytes">Each line with its end.</param>
/// <param name="Last">The number of the last one; that of the line before the first, when there are none.</param>
public sealed record StreamText(ReadOnlyMemory<byte> Bytes, long Last)
{
    /// <summary>Whole lines, each without its end.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> LinesOf(ReadOnlyMemory<byte> text)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (text.Span.IndexOf((byte)'\n') is var end and >= 0)
        {
            lines.Add(text[..end]);
            text = text[(end + 1)..];
        }

        return lines;
    }

    /// <summary>The lines as text, without those that are empty.</summary>
    public IEnumerable<string> Lines => Encoding.UTF8.GetString(Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
