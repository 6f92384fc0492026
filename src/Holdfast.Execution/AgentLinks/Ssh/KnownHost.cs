using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.AgentLinks.Ssh;

/// <summary>The key of a host that the plan pins, as ssh reads it: only this key is the host's, whatever the user's own files say.</summary>
internal sealed class KnownHost : IDisposable
{
    private readonly string _file;
    private readonly string _alias;

    private KnownHost(string file, string alias) => (_file, _alias) = (file, alias);

    public IEnumerable<string> Options =>
    [
        "-o", $"UserKnownHostsFile=\"{_file}\"", "-o", "GlobalKnownHostsFile=/dev/null", "-o", $"HostKeyAlias={_alias}", "-o", "KnownHostsCommand=none", "-o", "VerifyHostKeyDNS=no",
    ];

    /// <returns>Null: the plan pins none.</returns>
    public static KnownHost? Of(Host host, string folder)
    {
        if (host.HostKey is not { } key)
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        var file = Path.Join(folder, $"known-host-{Guid.NewGuid():N}");
        var alias = $"holdfast-{host.Name}";
        File.WriteAllText(file, $"{alias} {key}\n");
        return new(file, alias);
    }

    public void Dispose() => File.Delete(_file);
}
