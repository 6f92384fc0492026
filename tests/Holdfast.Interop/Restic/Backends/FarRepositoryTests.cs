using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic.Backends;

/// <summary>Repositories on servers, used by both programs in turn, and what happens when the line breaks.</summary>
public sealed class FarRepositoryTests(SshServer ssh)
{
    [Theory]
    [InlineData("sftp")]
    [InlineData("rest")]
    [InlineData("rclone")]
    public void Both_programs_use_one_far_repository_and_one_cache(string protocol)
    {
        using var far = FarRepository.On(protocol, ssh);
        MakeSource(far, protocol);
        far.Ours("init");
        far.Ours("backup", far["source"]);
        Assert.Equal(3, Directory.GetFiles(far["cache"], "*", SearchOption.AllDirectories).Count(f => Path.GetFileName(f).Length == 64)); // Trees, index, snapshot.
        Assert.Contains("no errors were found", far.Restics("check", "--read-data"), StringComparison.Ordinal);
        far.Restics("restore", "latest", "--target", far["by-restic"]);
        Assert.Equal(AwkwardTree.Describe(far["source"]), AwkwardTree.Describe(far["by-restic"] + far["source"]));

        File.WriteAllText(far["source/more"], "more");
        far.Restics("backup", far["source"]);
        Assert.Contains("no errors were found", far.Ours("check", "--read-data"), StringComparison.Ordinal);
        far.Ours("restore", "latest", "--target", far["by-us"]);
        Assert.Equal(AwkwardTree.Describe(far["source"]), AwkwardTree.Describe(far["by-us"] + far["source"]));
        Assert.Empty(far.Helpers());

        static void MakeSource(FarRepository far, string protocol)
        {
            if (protocol == "sftp")
            {
                AwkwardTree.Make(far["source"]);
                return;
            }

            far.Fill(3);
            Directory.CreateDirectory(far["source/deep"]);
            File.WriteAllText(far["source/deep/first"], "first");
        }
    }

    [Theory]
    [InlineData("sftp")]
    [InlineData("rest")]
    public void We_use_a_far_repository_that_restic_made(string protocol)
    {
        using var far = FarRepository.On(protocol, ssh);
        far.Fill(3);
        far.Restics("init");
        far.Restics("backup", far["source"]);
        far.Ours("backup", far["source"]);
        far.Ours("restore", "latest:" + far["source"], "--target", far["out"]);
        Shell.Run("diff", ["-r", far["source"], far["out"]]);
        Assert.Contains("no errors were found", far.Restics("check", "--read-data"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sftp")]
    [InlineData("rest")]
    [InlineData("rclone")]
    public void A_far_copy_without_its_empty_folders_works(string protocol)
    {
        using var far = FarRepository.On(protocol, ssh);
        far.Fill(1);
        far.Ours("init");
        string[][] verbs =
        [
            ["snapshots"], ["backup", far["source"]], ["check"], ["forget", "--keep-last", "1", "--prune"], ["restore", "latest", "--target", far["out"]],
        ];
        foreach (var verb in verbs)
        {
            Shell.Run("find", [far["far"], "-type", "d", "-empty", "-delete"]);
            far.Ours(verb);
        }

        Shell.Run("diff", ["-r", far["source"], far["out"] + far["source"]]);
        Assert.Contains("no errors were found", far.Restics("check", "--read-data"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sftp")]
    [InlineData("rclone")]
    public async Task A_helper_killed_in_the_middle_of_a_backup_is_started_again_and_the_backup_is_whole(string protocol)
    {
        using var far = FarRepository.On(protocol, ssh);
        far.Fill(40);
        far.Ours("init");
        var run = await BackUpAsync(far, () => Shell.Run("kill", ["-KILL", $"{far.Helpers().First()}"]));
        Assert.Contains("trying again", run.Error, StringComparison.Ordinal);
        Assert.Contains("no errors were found", far.Ours("check", "--read-data"), StringComparison.Ordinal);
        Assert.Empty(far.Helpers());
        Assert.Contains("no errors were found", far.Restics("check", "--read-data"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_and_comes_back_delays_the_backup_and_no_more()
    {
        using var far = FarRepository.On("rest", ssh);
        far.Fill(40);
        far.Ours("init");
        var run = await BackUpAsync(far, () =>
        {
            far.Stop();
            far.Start();
        });
        Assert.Contains("trying again", run.Error, StringComparison.Ordinal);
        far.Ours("restore", "latest:" + far["source"], "--target", far["out"]);
        Shell.Run("diff", ["-r", far["source"], far["out"]]);
        Assert.Contains("no errors were found", far.Restics("check", "--read-data"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_append_only_server_takes_backups_and_lets_go_of_locks_but_not_of_snapshots()
    {
        using var folder = new TemporaryFolder();
        using var server = new RcloneServer(folder, "--append-only");
        var environment = new Dictionary<string, string>
        {
            ["RESTIC_REPOSITORY"] = server.LocationOf("far"), ["RESTIC_PASSWORD"] = "secret", ["RESTIC_CACHE_DIR"] = folder["cache"],
        };
        Directory.CreateDirectory(folder["source"]);
        File.WriteAllText(folder["source/a"], "a");
        Run("init");
        Run("backup", folder["source"]);
        Assert.Empty(Directory.GetFiles(folder["far/locks"]));
        Run("check", "--read-data");
        File.WriteAllBytes(folder[$"far/locks/{new string('a', 64)}"], [1]);
        Run("unlock", "--remove-all");
        Assert.Empty(Directory.GetFiles(folder["far/locks"]));

        var key = Directory.GetFiles(folder["far/keys"])[0];
        File.Copy(key, folder["far/keys/" + new string('b', 64)]);
        var (code, _, errors) = Shell.TryRun(Built.Holdfast, ["repo", "key", "remove", new string('b', 64)], environment);
        Assert.Equal(1, code);
        Assert.Contains("append-only", errors, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["far/keys/" + new string('b', 64)]));

        void Run(params string[] arguments) => Shell.Run(Built.Holdfast, ["repo", .. arguments], environment);
    }

    [Fact]
    public void A_password_in_the_address_is_in_no_message()
    {
        using var folder = new TemporaryFolder();
        using var server = new RcloneServer(folder, "--user", "me", "--pass", "sesame");
        var environment = new Dictionary<string, string> { ["RESTIC_PASSWORD"] = "secret", ["RESTIC_CACHE_DIR"] = folder["cache"] };
        var location = server.LocationOf("far").Replace("//", "//me:sesame@", StringComparison.Ordinal);
        foreach (var (arguments, expected) in new (string[], int)[]
        {
            (["init", "--json"], 0), (["init"], 1), (["snapshots"], 0), (["snapshots", "--json"], 0), (["check"], 0),
            (["-r", location.Replace("sesame", "sesam", StringComparison.Ordinal), "snapshots"], 1), (["-r", location + "nowhere/", "snapshots"], 10),
        })
        {
            var (code, output, errors) = Shell.TryRun(Built.Holdfast, ["repo", "-r", location, .. arguments], environment);
            Assert.Equal(expected, code);
            Assert.DoesNotContain("sesam", output + errors, StringComparison.Ordinal);
        }

        environment["RESTIC_REST_USERNAME"] = "me";
        environment["RESTIC_REST_PASSWORD"] = "sesame";
        Shell.Run(Built.Holdfast, ["repo", "-r", server.LocationOf("far"), "snapshots"], environment);
    }

    private static async Task<ProgramRun> BackUpAsync(FarRepository far, Action disturb)
    {
        // So slow that a pack is certainly on its way for seconds after the first one is stored, however busy the machine is.
        using var program = new RunningProgram(
            "env", [.. far.Environment.Select(e => $"{e.Key}={e.Value}"), Built.Holdfast, .. far.OurLine("backup", "--limit-upload", "4000", far["source"])]);
        await program.UntilAsync(() => far.Packs() > 0, "a pack to be stored");
        disturb();
        var run = await program.EndedAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }
}
