using System.Text;

namespace Holdfast.Cli.Init.Texts;

/// <summary>The text of a plan as it grows, line by line.</summary>
internal sealed class Lines
{
    private const int Widest = 110;
    private readonly StringBuilder _text = new();

    /// <param name="depth">How deep it is indented, in steps of two blanks.</param>
    /// <param name="text">Ready YAML.</param>
    public Lines Add(int depth, string text)
    {
        _text.Append(' ', depth * 2).Append(text).Append('\n');
        return this;
    }

    public Lines Gap()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>A comment, broken between words where it is long.</summary>
    public Lines Say(int depth, string words)
    {
        var line = new StringBuilder();
        foreach (var word in SafeText.OneLine(words).Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length > Widest)
            {
                Add(depth, $"#{line}");
                line.Clear();
            }

            line.Append(' ').Append(word);
        }

        return Add(depth, $"#{line}");
    }

    public override string ToString() => _text.ToString();
}
