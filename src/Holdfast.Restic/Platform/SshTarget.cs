using System.Globalization;

namespace Holdfast.Restic.Platform;

/// <summary>Where ssh leads, for people who are told why it does not.</summary>
/// <param name="What">Such as <c>host db1 (root@10.0.0.1)</c>.</param>
/// <param name="Here">Where ssh is called, such as <c>this machine</c>.</param>
/// <param name="User">Null: whom the user's configuration names.</param>
/// <param name="Port">Null: what that configuration says.</param>
public sealed record SshTarget(string What, string Here, string? User, string Name, int? Port, SshManner Manner)
{
    private const int UsualPort = 22;

    /// <summary>As a person types it, before a command.</summary>
    public string Typed => $"ssh {Options}{Login}";

    /// <summary>What brings a key of this user there.</summary>
    public string KeyCopied => $"ssh-copy-id {Options}{Login}";

    /// <summary>As ssh writes it down in its files of known hosts.</summary>
    public string KnownAs => Port is null or UsualPort ? Name : string.Create(CultureInfo.InvariantCulture, $"'[{Name}]:{Port}'");

    private string Login => User is null ? Word(Name) : Word($"{User}@{Name}");

    private string Options =>
        (Manner.Via is null ? "" : $"-o ProxyJump={Word(Manner.Via)} ") + (Port is null ? "" : string.Create(CultureInfo.InvariantCulture, $"-p {Port} "));

    // The user of a domain has a backslash in the name, an address may have brackets.
    private static string Word(string text) => text.IndexOfAny(['\\', '[']) >= 0 ? $"'{text}'" : text;
}
