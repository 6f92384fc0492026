using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends;

/// <summary>Options of single protocols, as <c>sftp.command=...</c>. Those of other protocols than the one in use are ignored.</summary>
public sealed class ExtendedOptions
{
    public static readonly ExtendedOptions None = new([]);
    private readonly Dictionary<string, string> _values;

    private ExtendedOptions(Dictionary<string, string> values) => _values = values;

    /// <param name="texts">Each <c>protocol.name=value</c>.</param>
    /// <exception cref="RepositoryException">One is not of that form, or is given twice.</exception>
    public static ExtendedOptions Parse(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? text : text[..equals]).Trim().ToLowerInvariant();
            if (name.Length == 0 || !values.TryAdd(name, equals < 0 ? "" : text[(equals + 1)..].Trim()))
            {
                throw Refused(name.Length == 0 ? $"\"{text}\" is no option" : $"option {name} is given twice");
            }
        }

        return new(values);
    }

    /// <exception cref="RepositoryException">There is an option for this protocol that it does not have.</exception>
    internal void RequireKnown(string protocol, params string[] names)
    {
        if (_values.Keys.FirstOrDefault(k => k.StartsWith(protocol + '.', StringComparison.Ordinal) && !names.Contains(k[(protocol.Length + 1)..])) is { } unknown)
        {
            throw Refused($"option {unknown} is not known");
        }
    }

    internal string? Text(string name) => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <exception cref="RepositoryException">It is no positive number.</exception>
    internal int Number(string name, int otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) && number > 0 ? number
        : throw Refused($"option {name} is \"{text}\", which is no positive number");

    internal IReadOnlyList<string> Words(string name) => Text(name) is not { } text ? []
        : Platform.ShellWords.Split(text) ?? throw Refused($"option {name} has an open quote");

    private static RepositoryException Refused(string why) =>
        new(RepositoryFault.Request, why, "write options as -o name=value, such as -o sftp.connections=3");
}
