using Holdfast.Execution.AgentLinks.Ssh;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.AgentLinks;

/// <summary>A host that many versions were brought to keeps those that are used.</summary>
public sealed class OldProgramsTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly Scratch _scratch = new();

    [Fact]
    public void The_last_two_that_were_asked_for_stay_and_what_is_not_a_program_is_left_alone()
    {
        var oldest = Put(new string('a', 64), days: 30);
        var last = Put(new string('b', 64), days: 1);
        var before = Put(new string('c', 64), days: 2);
        var older = Put(new string('d', 64), days: 3);
        var mine = Put("mine", days: 100);
        var leftOver = Put(".new-abcdef", days: 2);
        var arriving = Put(".new-ghijkl", days: 0);
        OldPrograms.Remove(_scratch.Path, Now);
        Assert.Equal([last, before, mine, arriving], new[] { oldest, last, before, older, mine, leftOver, arriving }.Where(Directory.Exists));
    }

    [Fact]
    public void One_that_runs_stays()
    {
        foreach (var name in "bcde")
        {
            Put(new string(name, 64), days: 1);
        }

        var running = Put(new string('a', 64), days: 30);
        File.Copy("/bin/sleep", Path.Join(running, "holdfast"), overwrite: true);
        using var process = System.Diagnostics.Process.Start(Path.Join(running, "holdfast"), ["60"]);
        try
        {
            OldPrograms.Remove(_scratch.Path, Now);
            Assert.True(Directory.Exists(running));
            Assert.Equal(3, Directory.GetDirectories(_scratch["programs"]).Length);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    [Fact]
    public void Where_none_was_ever_put_there_is_nothing_to_do() => OldPrograms.Remove(_scratch["nowhere"], Now);

    public void Dispose() => _scratch.Dispose();

    private string Put(string name, int days)
    {
        var folder = _scratch[$"programs/{name}"];
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Join(folder, "holdfast"), "");
        Directory.SetLastWriteTimeUtc(folder, Now.UtcDateTime.AddDays(-days));
        return folder;
    }
}
