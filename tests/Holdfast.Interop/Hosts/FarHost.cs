using System.Globalization;
using Holdfast.Interop.Cli;
using Holdfast.Interop.Programs;
using Holdfast.Interop.Restic;
using Holdfast.Interop.Restic.Backends;

namespace Holdfast.Interop.Hosts;

/// <summary>
/// The small business with a recovery site that only a real sshd leads to. The <c>ssh</c> that is found first is the system's, with a
/// configuration of the test's own; nothing of the user's own ssh is read or changed, and what the agent keeps lies in the test's folder.
/// </summary>
internal sealed class FarHost : IDisposable
{
    private readonly int _port = FreePort.Take();
    private readonly ServerProgram _server;

    public FarHost()
    {
        foreach (var key in new[] { "host", "user", "other" })
        {
            Directory.CreateDirectory(Business["ssh"]);
            Shell.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", Business[$"ssh/{key}"]]);
        }

        Business.Write("ssh/sshd_config", $"""
            Port {_port}
            ListenAddress 127.0.0.1
            HostKey {Business["ssh/host"]}
            AuthorizedKeysFile {Business["ssh/user.pub"]}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PidFile none
            MaxStartups 100
            SetEnv HOLDFAST_AGENT={Agent}
            Subsystem sftp internal-sftp

            """);
        Business.Write("ssh/ssh_config", $"""
            IdentityFile {Business["ssh/user"]}
            IdentitiesOnly yes
            UserKnownHostsFile {Business["ssh/known"]}
            GlobalKnownHostsFile /dev/null
            StrictHostKeyChecking yes
            BatchMode yes

            """);
        Know("host");
        Business.Write("bin/ssh", $"#!/bin/sh\nexec /usr/bin/ssh -F {Business["ssh/ssh_config"]} \"$@\"\n");
        File.SetUnixFileMode(Business["bin/ssh"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Business.Replan("colo-server: { site: colo, folder: ../colo/server, drill: { folder: ../colo/drill } }",
            $"colo-server: {{ site: colo, ssh: \"{Address}\", folder: {Business["colo/server"]}, drill: {{ folder: {Business["colo/drill"]} }} }}");
        Business.Replan("vault: { at: ../colo/vault, site: colo,", $"vault: {{ at: {Business["colo/vault"]}, on: colo-server,");
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd"); // Where root's sshd keeps its unprivileged half in; the service's start makes it.
        }

        _server = new(_port, "/usr/sbin/sshd", ["-D", "-e", "-f", Business["ssh/sshd_config"]], "");
    }

    public SmallBusiness Business { get; } = new();

    public string Address => string.Create(CultureInfo.InvariantCulture, $"{Environment.UserName}@127.0.0.1:{_port}");

    /// <summary>What the agent keeps on the host.</summary>
    public string Agent => Business["agent"];

    /// <summary>The options of someone at a third place who has the vault's key and nothing else.</summary>
    public string[] FromVault =>
        ["--from", $"sftp://{Address}/{Business["colo/vault"]}", "--key", "file:" + Business["kit/vault.key"], "--state", Business["third-state"], "--trust-plan", Business.PlanFingerprint];

    private Dictionary<string, string> Variables => new() { ["PATH"] = $"{Business["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" };

    public string Program => Directory.GetDirectories(Path.Join(Agent, "programs")).Single();

    public string KeyOf(string name) => string.Join(' ', Business.Read($"ssh/{name}.pub").Trim().Split(' ').Take(2));

    /// <summary>Has this key, and no other, known as the host's.</summary>
    public void Know(string key) => Business.Write("ssh/known", $"[127.0.0.1]:{_port} {KeyOf(key)}\n");

    public void Pin(string key) => Business.Replan($"ssh: \"{Address}\",", $"ssh: \"{Address}\", host key: {KeyOf(key)},");

    public Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(Built.Holdfast, arguments, Variables);

    public Task<ProgramRun> InOfficeAsync(params string[] command) => RunAsync([.. command, .. Business.Here]);

    public RunningProgram Start(params string[] command) => new(Built.Holdfast, command, Variables);

    /// <summary>Starts something whose letters wait, and comes back when they do.</summary>
    public async Task<RunningProgram> StartWaitingAsync(params string[] command)
    {
        var running = Start([.. command, .. Business.Here]);
        await running.UntilAsync(() => File.Exists(Business["begun"]), "the step that waits");
        return running;
    }

    /// <summary>Processes of agents on the host, or of what leads to them from here.</summary>
    public int[] Processes(Func<string, bool> isWanted) => [.. ProcessTable.All().Where(p => CommandOf(p.Id) is { } line && line.Contains(Business.Root, StringComparison.Ordinal) && isWanted(line)).Select(p => p.Id)];

    public void Dispose()
    {
        _server.Dispose();
        Business.Dispose();
    }

    private static string? CommandOf(int id)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
