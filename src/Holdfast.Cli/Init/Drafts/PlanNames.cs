using System.Text;

namespace Holdfast.Cli.Init.Drafts;

/// <summary>Makes names that a plan allows, each once, of whatever things are called on a machine.</summary>
internal sealed class PlanNames
{
    private const int Longest = 48; // Room for a number; a plan allows 64.
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="raw">Any text.</param>
    /// <param name="otherwise">When nothing of it can stay.</param>
    /// <param name="kind">What is added when the name alone is taken.</param>
    public string Of(string raw, string otherwise, string kind = "")
    {
        var name = Allowed(raw) is { Length: > 0 } allowed ? allowed : otherwise;
        if (_taken.Contains(name))
        {
            name += kind;
        }

        var unique = name;
        for (var number = 2; !_taken.Add(unique); number++)
        {
            unique = $"{name} {number}";
        }

        return unique;
    }

    public static string Allowed(string raw)
    {
        var name = new StringBuilder();
        foreach (var c in raw.Take(Longest))
        {
            var plain = char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' ? c : '-';
            if (plain != '-' || name.Length == 0 || name[^1] != '-')
            {
                name.Append(plain);
            }
        }

        return name.ToString().TrimStart('.', ' ', '-').TrimEnd(' ', '-');
    }
}
