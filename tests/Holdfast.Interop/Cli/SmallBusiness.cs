using System.Diagnostics;
using System.Globalization;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>
/// Two systems of a few files, two repositories in two buildings, and a recovery site; small enough to be lost many times. What its
/// services and commands leave running is ended with it.
/// </summary>
internal sealed class SmallBusiness : IDisposable
{
    private const string Plan = """
        organization: Small Business
        sites:
          office: { fails with: [building office] }
          colo: { fails with: [building colo] }
        hosts:
          office-server: { site: office, folder: . }
          colo-server: { site: colo, folder: ../colo/server, drill: { folder: ../colo/drill } }
        repositories:
          nas: { at: nas, site: office, key: "file:../kit/nas.key" }
          vault: { at: ../colo/vault, site: colo, key: "file:../kit/vault.key" }
        systems:
          orders:
            rto: 1 hour
            rpo: 1 hour
            runs on: office-server
            recovers on: colo-server
            protect: { files: orders, every: 30 minutes, to: [nas, vault] }
            recover:
              - restore: orders
              - service: { name: till, command: [sleep, "600"] }
              - check: { files: orders, at least: 2 }
          letters:
            rto: 1 hour
            rpo: 1 hour
            runs on: office-server
            recovers on: colo-server
            protect: { files: letters, every: 30 minutes, to: [nas, vault] }
            recover:
              - restore: letters
              - run: "true"
              - check: { files: letters, at least: 2 }
                timeout: 1 second
        scenarios:
          office fire: { loses: [building office] }
        """;

    private readonly TemporaryFolder _root = new();

    public SmallBusiness()
    {
        foreach (var (file, text) in new[]
        {
            ("office/holdfast.yaml", Plan + "\n"), ("kit/nas.key", "key of the nas\n"), ("kit/vault.key", "key of the vault\n"),
            ("office/orders/1.txt", "one"), ("office/orders/2.txt", "two"), ("office/letters/a.txt", "Dear A"), ("office/letters/b.txt", "Dear B"),
        })
        {
            Write(file, text);
        }

        File.SetUnixFileMode(this["kit/nas.key"], UnixFileMode.UserRead);
        File.SetUnixFileMode(this["kit/vault.key"], UnixFileMode.UserRead);
        Directory.CreateDirectory(this["colo"]);
    }

    public string Root => _root.Path;

    /// <summary>The options with which everything is done in the office.</summary>
    public string[] Here => ["--plan", this["office/holdfast.yaml"], "--state", this["state"]];

    /// <summary>The SHA-256 of the plan and its folder, as the kit shows it.</summary>
    public string PlanFingerprint { get; private set; } = "";

    /// <summary>The options of somebody who has the vault and its key, the kit, and a blank machine.</summary>
    public string[] FromVault => ["--from", this["colo/vault"], "--key", "file:" + this["kit/vault.key"], "--state", this["colo-state"], "--trust-plan", PlanFingerprint];

    public string this[string path] => _root[path];

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
        if (path == "office/holdfast.yaml")
        {
            PlanFingerprint = PlanDigits.Of(this[path]);
        }
    }

    public string Read(string path) => File.ReadAllText(this[path]);

    /// <summary>Everything there is, so that "nothing was touched" can be said.</summary>
    public string[] Everything() => [.. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Changes the plan; what is changed must stand in it.</summary>
    public void Replan(string old, string now)
    {
        var text = Read("office/holdfast.yaml");
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write("office/holdfast.yaml", text.Replace(old, now, StringComparison.Ordinal));
    }

    /// <summary>Makes the command step of the letters take as long as a file is missing.</summary>
    public void LettersWaitFor(string file, string more = "") =>
        Replan("- run: \"true\"", $"- run: \"touch {this["begun"]}; while [ ! -e {this[file]} ]; do sleep 0.1; done\"{more}");

    public async Task<ProgramRun> ProtectAsync()
    {
        var run = await InOfficeAsync("protect");
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }

    public Task<ProgramRun> InOfficeAsync(params string[] command) => Built.RunAsync([.. command, .. Here]);

    public Task<ProgramRun> FailoverAsync(params string[] more) => Built.RunAsync(["failover", "--yes", .. more, .. FromVault]);

    public static RunningProgram Start(params string[] arguments) => new(Built.Holdfast, arguments);

    /// <summary>Starts something whose letters wait, and comes back when they do.</summary>
    public async Task<RunningProgram> StartWaitingAsync(params string[] arguments)
    {
        var running = Start(arguments);
        await running.UntilAsync(() => File.Exists(this["begun"]), "the step that waits");
        return running;
    }

    public void Burn() => Directory.Delete(this["office"], recursive: true);

    /// <summary>Processes that work in the business's folders.</summary>
    public IReadOnlyList<int> Processes(string under = "") =>
    [
        .. ProcessTable.All().Select(p => p.Id).Where(id => WorksIn(id) is { } folder && folder.StartsWith(_root[under], StringComparison.Ordinal)),
    ];

    /// <summary>As a reboot does, all at once.</summary>
    public void EndProcesses(string under = "")
    {
        foreach (var id in Processes(under))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It ended by itself.
            }
        }
    }

    public void Dispose()
    {
        EndProcesses();
        _root.Dispose();
    }

    private static string? WorksIn(int id)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cwd")).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended while we looked, or is not ours.
        }
    }
}
