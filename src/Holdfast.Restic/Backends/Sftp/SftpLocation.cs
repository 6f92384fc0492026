using Holdfast.Restic.Backends.Rest;
using System.Text.RegularExpressions;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends.Sftp;

/// <summary>A folder on a machine that ssh reaches.</summary>
/// <param name="Path">Absolute, or relative to where the server puts its user: the home folder.</param>
internal sealed partial record SftpLocation(string? User, string Host, int? Port, string Path)
{
    /// <param name="text"><c>sftp:user@host:path</c> or <c>sftp://user@host:port/path</c>; there, <c>//path</c> is absolute.</param>
    /// <exception cref="RepositoryException">It is neither.</exception>
    internal static SftpLocation Parse(string text)
    {
        var location = text.StartsWith("sftp://", StringComparison.Ordinal) ? FromUrl(text) : FromShort(text["sftp:".Length..]);
        return location switch
        {
            null or { Host: "" } or { Path: "" } or { User: "" } => throw Refused($"{RestLocation.Mask(text)} names no host or no path"),
            { Path: ['~', ..] } => throw Refused($"the path {location.Path} begins with a tilde, which servers take for a name"),

            // ssh would take it for an option, and some options run programs.
            { Host: ['-', ..] } or { User: ['-', ..] } => throw Refused($"{RestLocation.Mask(text)} names a host or a user that begins with a dash"),
            _ => location,
        };
    }

    public override string ToString()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        var whole = User is null ? host : $"{User}@{host}";
        return Port is null ? $"sftp:{whole}:{Path}" : $"sftp://{whole}:{Port}/{Path}";
    }

    private static SftpLocation? FromUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.AbsolutePath.Length < 2)
        {
            return null;
        }

        var user = Uri.UnescapeDataString(uri.UserInfo);
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        return new(
            uri.UserInfo.Length == 0 ? null : colon < 0 ? user : user[..colon],
            uri.Host.Trim('[', ']'),
            uri.Port > 0 ? uri.Port : null,
            Clean(Uri.UnescapeDataString(uri.AbsolutePath)[1..]));
    }

    private static SftpLocation? FromShort(string text) => ShortForm().Match(text) is { Success: true } match
        ? new(match.Groups["user"] is { Success: true } user ? user.Value : null, match.Groups["host"].Value.Trim('[', ']'), null, Clean(match.Groups["path"].Value))
        : null;

    private static string Clean(string path) => path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path;

    private static RepositoryException Refused(string why) =>
        new(RepositoryFault.Request, why, "write sftp:user@host:/path, or sftp://user@host:port//path; without the leading slash it is relative to the user's home");

    // The user's name may hold an @, an address in brackets colons.
    [GeneratedRegex(@"^(?:(?<user>[^:/]*)@)?(?<host>\[[^\]]*\]|[^:/@\[]*):(?<path>.*)$", RegexOptions.Singleline)]
    private static partial Regex ShortForm();
}
