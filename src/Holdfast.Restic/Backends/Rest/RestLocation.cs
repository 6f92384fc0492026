using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends.Rest;

/// <summary>A repository on a server that speaks restic's REST protocol.</summary>
/// <param name="Base">Ends with a slash; without user and password.</param>
/// <param name="Socket">A Unix socket to reach the server by; null: by its host and port.</param>
internal sealed record RestLocation(Uri Base, string? Socket, string? UserName, string? Password)
{
    private const string UnixSuffix = "+unix";

    /// <param name="text"><c>rest:https://user:password@host:port/path/</c> or <c>rest:http+unix:///path/to/socket:/path/</c>.</param>
    /// <exception cref="RepositoryException">It is neither.</exception>
    internal static RestLocation Parse(string text)
    {
        var url = text["rest:".Length..];
        if (!Uri.TryCreate(url.EndsWith('/') ? url : url + '/', UriKind.Absolute, out var uri))
        {
            throw Refused(text);
        }

        var (user, password) = Credentials(uri.UserInfo);
        if (uri.Scheme is "http" or "https")
        {
            return uri.Host.Length == 0 ? throw Refused(text) : new(Without(uri), null, user, password);
        }

        var path = Uri.UnescapeDataString(uri.AbsolutePath);
        var colon = path.IndexOf(':', StringComparison.Ordinal);
        return uri.Scheme is "http" + UnixSuffix or "https" + UnixSuffix && colon > 1 && path[(colon + 1)..].StartsWith('/')
            ? new(new($"{uri.Scheme[..^UnixSuffix.Length]}://localhost{path[(colon + 1)..]}"), path[..colon], user, password)
            : throw Refused(text);
    }

    /// <summary>A location as it may be shown, whatever is wrong with it otherwise.</summary>
    internal static string Mask(string text)
    {
        // In an address that is one, an @ of the path is no business of ours. In one that is none, a slash may stand in the password.
        var url = text.StartsWith("rest:", StringComparison.Ordinal) ? text["rest:".Length..] : text;
        var start = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = start >= 2 && Uri.TryCreate(url, UriKind.Absolute, out _) ? text.IndexOf('/', start) : -1;
        var at = start < 2 ? -1 : text.LastIndexOf('@', (path < 0 ? text.Length : path) - 1);
        var colon = at < start ? -1 : text.IndexOf(':', start, at - start);
        return colon < 0 ? text : $"{text[..colon]}:***{text[at..]}";
    }

    public override string ToString()
    {
        var credentials = UserName is null ? "" : Password is null ? UserName + "@" : $"{UserName}:***@";
        return Socket is null
            ? $"rest:{Base.Scheme}://{credentials}{Base.Authority}{Base.AbsolutePath}"
            : $"rest:{Base.Scheme}{UnixSuffix}://{credentials}{Socket}:{Base.AbsolutePath}";
    }

    private static (string? User, string? Password) Credentials(string info)
    {
        var colon = info.IndexOf(':', StringComparison.Ordinal);
        return info.Length == 0 ? (null, null)
            : colon < 0 ? (Uri.UnescapeDataString(info), null)
            : (Uri.UnescapeDataString(info[..colon]), Uri.UnescapeDataString(info[(colon + 1)..]));
    }

    private static Uri Without(Uri uri) => new UriBuilder(uri) { UserName = "", Password = "" }.Uri;

    private static RepositoryException Refused(string text) => new(
        RepositoryFault.Request, $"{Mask(text)} is no address of a REST server",
        "write rest:https://host:8000/path/, or rest:http+unix:///path/to/socket:/path/");
}
