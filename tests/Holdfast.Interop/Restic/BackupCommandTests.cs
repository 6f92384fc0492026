using System.Diagnostics;
using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary><c>holdfast repo backup</c> as a script or an operator meets it.</summary>
public sealed class BackupCommandTests : RepositoryByHand
{
    public BackupCommandTests()
    {
        Directory.CreateDirectory(Folder["source"]);
        File.WriteAllText(Folder["source/a"], "one");
    }

    [Fact]
    public void What_it_tells_programs_has_the_names_that_restic_gives_them()
    {
        Run("backup", Folder["source"]);
        File.AppendAllText(Folder["source/a"], " more");
        File.WriteAllText(Folder["source/b.tmp"], "");
        var (code, output, errors) = TryRun("backup", "--json", "-vv", "--exclude", "*.tmp", Folder["source"]);
        Assert.Equal((0, ""), (code, errors));
        var messages = output.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();

        var item = messages.Single(m => Text(m, "item") == Folder["source/a"] && Text(m, "action") == "modified");
        Assert.Equal(
            ["message_type", "action", "item", "duration", "data_size", "data_size_in_repo", "metadata_size", "metadata_size_in_repo", "total_files"],
            item.EnumerateObject().Select(p => p.Name));
        Assert.Equal(8, item.GetProperty("data_size").GetInt32());
        Assert.Contains(messages, m => Text(m, "item") == Folder["source"] + "/" && m.GetProperty("metadata_size").GetInt32() > 0);
        Assert.Contains(messages, m => Text(m, "message_type") == "excluded_item" && Text(m, "item") == Folder["source/b.tmp"]);
        Assert.Equal(
            [
                "message_type", "files_new", "files_changed", "files_unmodified", "dirs_new", "dirs_changed", "dirs_unmodified", "data_blobs",
                "tree_blobs", "data_added", "data_added_packed", "total_files_processed", "total_bytes_processed", "total_duration",
                "backup_start", "backup_end", "snapshot_id",
            ],
            messages[^1].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void A_dry_run_and_a_skipped_snapshot_say_so_and_have_no_id()
    {
        // By its name alone: the folders above it are others' too, and change.
        RunHere("backup", "source");
        var skipped = Last(RunHere("backup", "--json", "--skip-if-unchanged", "source"));
        Assert.False(skipped.TryGetProperty("snapshot_id", out _));
        File.AppendAllText(Folder["source/a"], " more");
        var dry = Last(RunHere("backup", "--json", "--dry-run", "source"));
        Assert.True(dry.GetProperty("dry_run").GetBoolean());
        Assert.False(dry.TryGetProperty("snapshot_id", out _));
        Assert.Equal(1, dry.GetProperty("files_changed").GetInt32());
        Assert.Single(Directory.GetFiles(Folder["repository/snapshots"]));
        Assert.Empty(Directory.GetFiles(Folder["repository/locks"]));
    }

    [Fact]
    public void What_a_command_prints_is_stored_and_a_command_that_fails_makes_no_snapshot()
    {
        Run("backup", "--stdin-from-command", "--stdin-filename", "dumps/db.sql", "--", "sh", "-c", "echo content");
        Assert.Equal("content\n", Run("dump", "latest", "/dumps/db.sql"));

        var (code, _, errors) = TryRun("backup", "--stdin-from-command", "--", "sh", "-c", "echo half; echo why >&2; exit 7");
        Assert.Equal(1, code);
        Assert.Contains("exit status 7", errors, StringComparison.Ordinal);
        Assert.Contains("why", errors, StringComparison.Ordinal);
        Assert.Equal(1, TryRun("backup", "--stdin-from-command", "--", "/no/such/program").Code);
        Assert.Single(Directory.GetFiles(Folder["repository/snapshots"]));
        Assert.Empty(Directory.GetFiles(Folder["repository/locks"]));
    }

    [Fact]
    public void Standard_input_may_be_the_content_or_the_list()
    {
        Shell.Run("sh", ["-c", $"echo piped | \"{Built.Holdfast}\" repo backup --stdin --stdin-filename in"], Variables);
        Assert.Equal("piped\n", Run("dump", "latest", "/in"));
        Shell.Run("sh", ["-c", $"printf '%s\\0' '{Folder["source/a"]}' | \"{Built.Holdfast}\" repo backup --files-from-raw -"], Variables);
        Assert.Equal("one", Run("dump", "latest", Folder["source/a"]));
        Assert.Equal(1, TryRun("backup", "--stdin", Folder["source"]).Code);
        Assert.Equal(3, Shell.TryRun("sh", ["-c", $"\"{Built.Holdfast}\" repo backup --stdin < /dev/null"], Variables).Code);
    }

    [Fact]
    public void When_all_that_was_named_is_excluded_or_missing_it_fails_and_makes_no_snapshot()
    {
        var (code, _, errors) = Shell.TryRun(Built.Holdfast, ["repo", "backup", "source", "--exclude", "a", "--exclude", "source"], Variables, Folder[""]);
        Assert.Equal(1, code);
        Assert.Contains("snapshot is empty", errors, StringComparison.Ordinal);
        Assert.Equal(1, TryRun("backup", Folder["missing"]).Code);
        Assert.Equal(1, TryRun("backup").Code);
        Assert.Empty(Directory.GetFiles(Folder["repository/snapshots"]));
    }

    [Fact]
    public void What_its_user_may_not_read_is_told_and_ends_with_3_and_the_rest_is_stored()
    {
        Directory.CreateDirectory(Folder["source/closed"]);
        File.WriteAllText(Folder["source/closed/s"], "s");
        File.WriteAllText(Folder["source/secret"], "x");
        Shell.Run("chmod", ["000", Folder["source/closed"], Folder["source/secret"]]);
        string[] backup = [Built.Holdfast, "repo", "backup", "--json", Folder["source"]];

        // Root reads everything unless it gives that right up.
        var (code, output, errors) = Environment.IsPrivilegedProcess
            ? Shell.TryRun("setpriv", ["--bounding-set=-dac_override,-dac_read_search", "--", .. backup], Variables)
            : Shell.TryRun(backup[0], backup[1..], Variables);
        Assert.True(code == 3, errors);
        Assert.Equal(1, Last(output).GetProperty("total_files_processed").GetInt32());
        var items = errors.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).Where(m => Text(m, "message_type") == "error").Select(m => Text(m, "item")).Order(StringComparer.Ordinal);
        Assert.Equal([Folder["source/closed"], Folder["source/secret"]], items);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_with_130_and_leaves_no_lock_and_a_repository_that_restic_finds_clean()
    {
        Run("backup", Folder["source"]);

        // It reads a pipe that nobody closes, after a pack's worth has come through it.
        var start = new ProcessStartInfo(Built.Holdfast, ["repo", "backup", "--stdin", "--pack-size", "4"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var noise = new byte[40 << 20];
        new Random(3).NextBytes(noise);
        await process.StandardInput.BaseStream.WriteAsync(noise, TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
        while (Directory.GetFiles(Folder["repository/data"], "*", SearchOption.AllDirectories).Length < 4)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Shell.Run("kill", ["-INT", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Empty(Directory.GetFiles(Folder["repository/locks"]));
        Assert.Single(Directory.GetFiles(Folder["repository/snapshots"]));
        Assert.Contains("no errors were found", Shell.Run("restic", ["--no-cache", "check", "--read-data"], Variables), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_about_packs_may_be_chosen_and_restic_reads_it()
    {
        var noise = new byte[10 << 20];
        new Random(3).NextBytes(noise);
        File.WriteAllBytes(Folder["source/noise"], noise);
        File.WriteAllText(Folder["source/text"], string.Concat(Enumerable.Repeat("the same again\n", 200_000)));
        foreach (var mode in new[] { "off", "fastest", "better", "max" })
        {
            File.AppendAllText(Folder["source/text"], mode);
            Variables["RESTIC_COMPRESSION"] = mode;
            Run("backup", "--pack-size", "4", "--no-extra-verify", "--read-concurrency", "1", Folder["source"]);
        }

        Assert.True(Directory.GetFiles(Folder["repository/data"], "*", SearchOption.AllDirectories).Length >= 4);
        Assert.Contains("no errors were found", Shell.Run("restic", ["--no-cache", "check", "--read-data"], Variables), StringComparison.Ordinal);
        Shell.Run("restic", ["--no-cache", "restore", "latest", "--target", Folder["out"]], Variables);
        Assert.Equal(noise, File.ReadAllBytes(Folder["out"] + Folder["source/noise"]));
        Variables["RESTIC_COMPRESSION"] = "much";
        Assert.Equal(1, TryRun("backup", Folder["source"]).Code);
    }

    [Fact]
    public void A_folder_with_a_hundred_thousand_files_is_one_tree()
    {
        Directory.CreateDirectory(Folder["many"]);
        for (var i = 0; i < 100_000; i++)
        {
            File.Create(Folder[$"many/{i}"]).Dispose();
        }

        var summary = Last(Run("backup", "--json", Folder["many"]));
        Assert.Equal(100_000, summary.GetProperty("files_new").GetInt32());
        Assert.Equal(100_000, Last(Run("backup", "--json", Folder["many"])).GetProperty("files_unmodified").GetInt32());
        Assert.Contains("no errors were found", Shell.Run("restic", ["--no-cache", "check"], Variables), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_opened_so_that_nobody_can_hold_the_backup_up_by_putting_a_pipe_in_its_place()
    {
        Shell.Run(
            "strace", ["-f", "-qq", "-e", "trace=openat", "-o", Folder["trace"], Built.Holdfast, "repo", "backup", Folder["source"]], Variables);
        var opened = File.ReadLines(Folder["trace"]).Where(l => l.Contains(", \"a\", ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(opened);
        Assert.All(opened, l => Assert.Contains("O_NONBLOCK", l, StringComparison.Ordinal));
    }

    private static string? Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement Last(string output) => JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement;

    private string RunHere(params string[] arguments) => Shell.Run(Built.Holdfast, ["repo", .. arguments], Variables, Folder[""]);
}
