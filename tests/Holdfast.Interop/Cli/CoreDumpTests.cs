using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>What is left of a program that had keys in its memory when it crashed.</summary>
public sealed class CoreDumpTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_program_that_crashes_leaves_no_core_and_no_key()
    {
        // 1. A shell that lets every program leave a core, where the machine writes such files; and a failover that waits, with the key of the vault in use.
        await _business.ProtectAsync();
        _business.LettersWaitFor("go on");
        Directory.CreateDirectory(_business["crash"]);
        using var failover = new RunningProgram(
            "/bin/sh",
            ["-c", "ulimit -c unlimited; cd \"$1\"; shift; exec \"$@\"", "sh", _business["crash"], Built.Holdfast, "failover", "--yes", .. _business.Here]);
        await failover.UntilAsync(() => File.Exists(_business["begun"]), "the command to begin");

        // 2. No command line says it, and nothing that is written has it.
        Assert.DoesNotContain(ProcessTable.All(), p => p.CommandLine.Contains("key of the vault", StringComparison.Ordinal));
        await failover.SignalAsync("ABRT");
        await failover.EndedAsync();
        _business.EndProcesses();

        Assert.Empty(Directory.GetFiles(_business["crash"]));
        foreach (var file in Directory.EnumerateFiles(_business.Root, "*", SearchOption.AllDirectories).Where(f => !f.StartsWith(_business["kit"], StringComparison.Ordinal)))
        {
            Assert.DoesNotContain("key of the vault", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    public void Dispose() => _business.Dispose();
}
