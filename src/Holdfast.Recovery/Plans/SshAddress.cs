using System.Buffers;
using System.Globalization;

namespace Holdfast.Recovery.Plans;

/// <summary>How a host is reached: what the system's own <c>ssh</c> is told. Everything else is in the user's configuration of it.</summary>
/// <param name="User">Null: whom that configuration names.</param>
/// <param name="Name">A name of that configuration or of DNS, or an address; without brackets.</param>
/// <param name="Port">Null: what that configuration says.</param>
public sealed record SshAddress(string? User, string Name, int? Port)
{
    private const int UsualPort = 22;

    /// <summary>What newer versions of ssh refuse in names, too: to a shell each of them means something.</summary>
    private static readonly SearchValues<char> ForShells = SearchValues.Create("'\"`$;&<>|(){}");

    /// <param name="text"><c>[USER@]HOST[:PORT]</c>; an address with colons stands in brackets where a port follows.</param>
    /// <returns>Null: it is none.</returns>
    public static SshAddress? TryParse(string text)
    {
        var at = text.LastIndexOf('@');
        var user = at < 0 ? null : text[..at];
        var rest = text[(at + 1)..];
        var (name, port) = Split(rest);
        var number = 0;
        return name.Length == 0 || name[0] == '-' || user is { Length: 0 } or ['-', ..] || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) || name.IndexOfAny(['/', '[', ']', '\\']) >= 0 || text.AsSpan().ContainsAny(ForShells)
            || (port is not null && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > 65535))
            ? null
            : new(user, name, port is null ? null : number);
    }

    /// <summary>What a person types to get there: <c>ssh -p 2201 root@host</c>, then a command.</summary>
    /// <param name="via">The host over which it is reached; null: directly.</param>
    public string Typed(string? via = null)
    {
        var port = Port is { } number ? string.Create(CultureInfo.InvariantCulture, $"-p {number} ") : "";
        return $"ssh {(via is null ? "" : $"-J {Word(via)} ")}{port}{Word(User is null ? Name : $"{User}@{Name}")}";

        // The user of a domain has a backslash in the name.
        static string Word(string text) => text.Contains('\\', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal) ? $"'{text}'" : text;
    }

    /// <summary>As ssh writes it down in its files of known hosts.</summary>
    public string KnownAs => Port is null or UsualPort ? Name : string.Create(CultureInfo.InvariantCulture, $"[{Name}]:{Port}");

    /// <summary>Whether both lead to one machine, whoever is let in: by name, not by what a name means.</summary>
    public bool IsSameMachine(string name, int? port) => Name.Equals(name, StringComparison.OrdinalIgnoreCase) && (Port ?? UsualPort) == (port ?? UsualPort);

    public override string ToString()
    {
        var name = Port is not null && Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name;
        return $"{(User is null ? "" : $"{User}@")}{name}{(Port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}"))}";
    }

    private static (string Name, string? Port) Split(string text)
    {
        if (text is ['[', ..] && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            return end == text.Length - 1 ? (text[1..end], null) : text[end + 1] == ':' ? (text[1..end], text[(end + 2)..]) : ("", null);
        }

        // More than one colon is an address of IPv6 without a port.
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || text.LastIndexOf(':') != colon ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }
}
