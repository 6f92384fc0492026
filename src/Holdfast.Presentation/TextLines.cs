namespace Holdfast.Presentation;

/// <summary>Sentences in lines that a terminal of 80 columns shows whole.</summary>
public static class TextLines
{
    private const int Columns = 80;

    private const string Command = ": holdfast ";

    /// <summary>The same of a sentence that ends with a command, which gets a line of its own, whole, so that it can be pasted.</summary>
    public static IEnumerable<string> WithCommand(string text, string indent = "") => text.IndexOf(Command, StringComparison.Ordinal) is >= 0 and var at
        ? Of(text[..(at + 1)], indent).Append($"{indent}  {TerminalText.Shown(text[(at + 2)..])}")
        : Of(text, indent);

    /// <param name="indent">Before each line.</param>
    /// <returns>A word that is longer than a line, such as a path or a command's argument, is left whole.</returns>
    public static IEnumerable<string> Of(string text, string indent = "")
    {
        var line = "";
        foreach (var word in TerminalText.Shown(text).Split(' '))
        {
            if (line.Length > 0 && TerminalText.Width(indent) + TerminalText.Width(line) + 1 + TerminalText.Width(word) > Columns)
            {
                yield return indent + line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return indent + line;
    }
}
