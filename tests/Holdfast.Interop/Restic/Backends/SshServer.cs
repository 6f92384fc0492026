using Holdfast.Interop.Programs;
using Holdfast.Interop.Restic.Backends;
using Holdfast.Restic.Backends;
using Xunit;

[assembly: AssemblyFixture(typeof(SshServer))]

namespace Holdfast.Interop.Restic.Backends;

/// <summary>
/// A real sshd on a port of this machine, with keys and configuration of its own in a temporary folder; nothing of the machine's own ssh is read or changed. It lets in
/// who runs the tests.
/// </summary>
public sealed class SshServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lock _gate = new();
    private readonly int _port = FreePort.Take();
    private ServerProgram? _server;

    public SshServer()
    {
        foreach (var key in new[] { "host", "user", "stranger" })
        {
            Shell.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", _folder[key]]);
        }

        File.Copy(_folder["user.pub"], _folder["authorized"]);
        File.WriteAllText(_folder["sshd_config"], $"""
            Port {_port}
            ListenAddress 127.0.0.1
            HostKey {_folder["host"]}
            AuthorizedKeysFile {_folder["authorized"]}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PidFile none
            MaxStartups 100
            Subsystem sftp internal-sftp

            """);
        File.WriteAllText(_folder["known"], $"[127.0.0.1]:{_port} {File.ReadAllText(_folder["host.pub"])}");
        WriteClient(ClientConfiguration, "user");
        WriteClient(_folder["stranger_config"], "stranger");
    }

    private void WriteClient(string path, string key) =>
        File.WriteAllText(path, $"""
            IdentityFile {_folder[key]}
            IdentitiesOnly yes
            UserKnownHostsFile {_folder["known"]}
            GlobalKnownHostsFile /dev/null
            StrictHostKeyChecking yes
            BatchMode yes

            """);

    private string ClientConfiguration => _folder["ssh_config"];

    internal string Option => $"sftp.args=-F {ClientConfiguration}";

    /// <summary>The same, with the test's folder on the command line, by which its ssh is known in the list of processes.</summary>
    internal string OptionOf(TemporaryFolder test)
    {
        File.WriteAllText(test["ssh_config"], $"Include {ClientConfiguration}\n");
        return $"sftp.args=-F {test["ssh_config"]}";
    }

    /// <summary>For programs that know only that option.</summary>
    internal string CommandOptionOf(TemporaryFolder test) =>
        $"sftp.command=ssh -F {test["ssh_config"]} -p {_port} -l {Environment.UserName} -s 127.0.0.1 sftp";

    /// <summary>As a client whose key the server does not know.</summary>
    internal string StrangersOption => $"sftp.args=-F {_folder["stranger_config"]}";

    /// <summary>As a client who never saw the server's key.</summary>
    internal string NewcomersOption => $"sftp.args=-F {ClientConfiguration} -o UserKnownHostsFile=/dev/null";

    internal static BackendSettings SettingsWith(params string[] options) =>
        new() { Extended = ExtendedOptions.Parse(options), Cache = CacheUse.None };

    internal string LocationOf(string folder)
    {
        Start();
        return $"sftp://{Environment.UserName}@127.0.0.1:{_port}/{folder}";
    }

    /// <summary>Cuts all connections, too.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _server?.Dispose();
            _server = null;
        }
    }

    internal void Start()
    {
        lock (_gate)
        {
            if (Environment.IsPrivilegedProcess)
            {
                // Where root's sshd keeps its unprivileged half in; the service's start makes it, and there is none here.
                Directory.CreateDirectory("/run/sshd");
            }

            _server ??= new(_port, "/usr/sbin/sshd", ["-D", "-e", "-f", _folder["sshd_config"]], "");
        }
    }

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }
}
