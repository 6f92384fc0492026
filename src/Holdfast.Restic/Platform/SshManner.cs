namespace Holdfast.Restic.Platform;

/// <summary>
/// How the system's ssh is called where no one answers it: with the user's configuration, keys, agent and known hosts, but nothing is asked, and a
/// host key that is not known is never taken for good.
/// </summary>
/// <param name="HostKey">The only key that is the host's, such as <c>ssh-ed25519 AAAA...</c>, whatever the user's own files say; null: what they know.</param>
/// <param name="Via">The host over which it is reached, as <c>ssh -J</c> takes it; null: directly, or as the user's configuration says.</param>
public sealed record SshManner(string? HostKey, string? Via)
{
    /// <summary>The name under which ssh looks for the pinned key.</summary>
    private const string Alias = "holdfast-pinned";

    /// <summary>What stands between <c>ssh</c> and the host.</summary>
    public IEnumerable<string> Options =>
    [
        "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "UpdateHostKeys=no", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=5",
        "-o", "ServerAliveCountMax=3", "-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "ForwardAgent=no", "-o", "ForwardX11=no", "-o", "ClearAllForwardings=yes",
        "-o", "RequestTTY=no", "-o", "EscapeChar=none", "-o", "LogLevel=ERROR",
        .. HostKey is null ? Array.Empty<string>() : Pinned(HostKey),
        .. Via is null ? Array.Empty<string>() : ["-J", Via],
    ];

    // ssh asks a command for it, so that no file must be there for as long as a line may have to be made anew.
    private static string[] Pinned(string key) =>
    [
        "-o", $"KnownHostsCommand=/bin/echo {Alias} {key}", "-o", $"HostKeyAlias={Alias}", "-o", "UserKnownHostsFile=/dev/null", "-o", "GlobalKnownHostsFile=/dev/null", "-o", "VerifyHostKeyDNS=no",
    ];
}
