using System.Globalization;

namespace Holdfast.Recovery.Plans;

/// <summary>How a host is reached: what the system's own <c>ssh</c> is told. Everything else is in the user's configuration of it.</summary>
/// <param name="User">Null: whom that configuration names.</param>
/// <param name="Name">A name of that configuration or of DNS, or an address; without brackets.</param>
/// <param name="Port">Null: what that configuration says.</param>
public sealed record SshAddress(string? User, string Name, int? Port)
{
    /// <param name="text"><c>[USER@]HOST[:PORT]</c>; an address with colons stands in brackets where a port follows.</param>
    /// <returns>Null: it is none.</returns>
    public static SshAddress? TryParse(string text)
    {
        var at = text.LastIndexOf('@');
        var user = at < 0 ? null : text[..at];
        var rest = text[(at + 1)..];
        var (name, port) = Split(rest);
        var number = 0;
        return name.Length == 0 || name[0] == '-' || user is { Length: 0 } or ['-', ..] || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) || name.IndexOfAny(['/', '[', ']']) >= 0
            || (port is not null && (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > 65535))
            ? null
            : new(user, name, port is null ? null : number);
    }

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
