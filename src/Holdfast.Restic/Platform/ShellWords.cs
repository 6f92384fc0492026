using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>A command in one text, split into words as a shell does it but without one: blanks apart, single and double quotes, backslash.</summary>
public static class ShellWords
{
    /// <returns>Null: a quote is left open.</returns>
    public static IReadOnlyList<string>? Split(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (c == '\\' && quote != '\'' && i + 1 < command.Length)
            {
                word.Append(command[++i]);
                isWord = true;
            }
            else if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
                isWord = true;
            }
            else if (char.IsWhiteSpace(c) && quote == '\0')
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        if (isWord)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' ? words : null;
    }
}
