using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>A table as restic prints them: two blanks between columns, a line of dashes above and under the rows.</summary>
internal sealed class TextTable(params string[] heads)
{
    private readonly List<string[][]> _rows = [];

    /// <param name="cells">Each of one or more lines.</param>
    internal void Add(params string[][] cells) => _rows.Add(cells);

    internal void Write(TextWriter output, string footer)
    {
        var widths = heads.Select((head, column) => _rows.SelectMany(r => r[column]).Append(head).Max(TerminalText.Width)).ToArray();
        var dashes = new string('-', widths.Sum() + (2 * (widths.Length - 1)));
        output.WriteLine(Line(widths, heads));
        output.WriteLine(dashes);
        foreach (var row in _rows)
        {
            for (var i = 0; i < row.Max(c => c.Length); i++)
            {
                output.WriteLine(Line(widths, row.Select(c => i < c.Length ? c[i] : "")));
            }
        }

        output.WriteLine(dashes);
        output.WriteLine(footer);
    }

    private static string Line(int[] widths, IEnumerable<string> cells) =>
        string.Join("  ", cells.Select((cell, column) => TerminalText.Pad(cell, widths[column]))).TrimEnd();
}
