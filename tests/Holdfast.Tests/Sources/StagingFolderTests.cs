using Holdfast.Sources;
using Holdfast.Sources.Processes;
using Xunit;

namespace Holdfast.Tests.Sources;

public class StagingFolderTests
{
    [Fact]
    public async Task What_a_killed_process_left_is_removed_and_what_others_put_there_stays()
    {
        using var scratch = new Scratch();
        var living = ProcessTable.Find(Environment.ProcessId)!.Value;
        var stays = new[] { $"holdfast-{living.Pid}-{living.StartTime}-ab", "holdfast-notes", "letters" };
        foreach (var name in stays) scratch.Write($"root/{name}/file", "x");
        scratch.Write($"root/holdfast-{living.Pid}-{living.StartTime - 1}-cd/copy-of-a-database", "x");
        File.SetUnixFileMode(scratch["root"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await using var folder = StagingFolder.Create(scratch["root"]);

        Assert.Equal<HashSet<string>>([.. stays, Path.GetFileName(folder.Path)],
            Directory.GetDirectories(scratch["root"]).Select(f => Path.GetFileName(f)!).ToHashSet());
    }

    [Fact]
    public void A_staging_folder_that_cannot_be_made_is_told_with_advice()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("file", "");

        Assert.NotNull(Assert.Throws<HostException>(() => StagingFolder.Create(Path.Combine(file, "under"))).Hint);
    }
}
