using System.Text;
using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>
/// Where verbs write lines: whatever text of a repository is in one, it stays one line and commands no terminal. What is written and is not a line, such as
/// progress that paints over itself, or JSON, which has escapes of its own, goes through as it is.
/// </summary>
internal sealed class ShownLines(TextWriter to) : TextWriter
{
    public override Encoding Encoding => to.Encoding;

    public override void Write(char value) => to.Write(value);

    public override void Write(string? value) => to.Write(value);

    public override void WriteLine() => to.WriteLine();

    public override void WriteLine(string? value) => to.WriteLine(TerminalText.Shown(value ?? ""));

    public override void Flush() => to.Flush();
}
