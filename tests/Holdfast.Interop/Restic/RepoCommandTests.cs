using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary><c>holdfast repo</c> as a script sees it: arguments, environment, exit codes and JSON.</summary>
public sealed class RepoCommandTests : RepositoryByHand
{
    public RepoCommandTests()
    {
        Directory.CreateDirectory(Folder["source"]);
        File.WriteAllText(Folder["source/a"], "one");
    }

    [Fact]
    public void A_backup_tells_its_summary_and_nothing_else_on_standard_output()
    {
        var (code, output, errors) = TryRun("backup", "--json", "--host", "h", "--tag", "x,y", Folder["source"]);
        Assert.Equal((0, ""), (code, errors));
        var messages = output.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.All(messages[..^1], m => Assert.Equal("status", m.GetProperty("message_type").GetString()));
        Assert.Equal("summary", messages[^1].GetProperty("message_type").GetString());
        Assert.Equal(1, messages[^1].GetProperty("files_new").GetInt32());

        var snapshot = JsonDocument.Parse(Run("snapshots", "--json")).RootElement[0];
        Assert.Equal(messages[^1].GetProperty("snapshot_id").GetString(), snapshot.GetProperty("id").GetString());
        Assert.Equal(["x", "y"], snapshot.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_ends_with_3()
    {
        var (code, output, errors) = TryRun("backup", "--json", Folder["source"], Folder["missing"]);
        Assert.Equal(3, code);
        Assert.Contains("\"snapshot_id\"", output, StringComparison.Ordinal);
        Assert.Contains(Folder["missing"], JsonDocument.Parse(errors).RootElement.GetProperty("item").GetString(), StringComparison.Ordinal);
        Assert.Contains("holdfast:partial", Run("snapshots"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_repository_it_ends_with_10_and_with_a_wrong_password_with_12()
    {
        var (missing, _, told) = TryRun("snapshots", "-r", Folder["nowhere"]);
        Assert.Equal(10, missing);
        Assert.Contains("HINT:", told, StringComparison.Ordinal);
        Variables["RESTIC_PASSWORD"] = "sesame";
        var (wrong, output, errors) = TryRun("snapshots", "--json");
        Assert.Equal((12, ""), (wrong, output));
        Assert.Equal(12, JsonDocument.Parse(errors).RootElement.GetProperty("code").GetInt32());
        Assert.DoesNotContain("sesame", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Trying_a_password_costs_what_makes_guessing_slow()
    {
        var key = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(Folder["repository/keys"]).Single())).RootElement;
        Assert.Equal((32768, 8, 1), (key.GetProperty("N").GetInt32(), key.GetProperty("r").GetInt32(), key.GetProperty("p").GetInt32()));
    }

    [Fact]
    public void A_second_init_is_refused() => Assert.Equal(1, TryRun("init").Code);

    [Fact]
    public void The_password_comes_from_a_file_or_a_command_too()
    {
        Variables.Remove("RESTIC_PASSWORD");
        File.WriteAllText(Folder["password"], "secret\n");
        Run("snapshots", "--password-file", Folder["password"]);
        Run("snapshots", "--password-command", $"sh -c 'cat \"{Folder["password"]}\"'");
        Assert.Equal(1, TryRun("snapshots").Code);
    }

    [Fact]
    public void Options_stand_before_the_verb_or_after_it()
    {
        Variables.Remove("RESTIC_REPOSITORY");
        Assert.Equal(0, Shell.TryRun(Built.Holdfast, ["repo", "-r", Folder["repository"], "snapshots"], Variables).Code);
        Assert.Equal(0, Shell.TryRun(Built.Holdfast, ["repo", "snapshots", "-r", Folder["repository"]], Variables).Code);
        Assert.Equal(1, TryRun("snapshots").Code);
    }

    [Fact]
    public void Latest_and_the_beginning_of_an_id_name_a_snapshot()
    {
        Run("backup", Folder["source"]);
        File.WriteAllText(Folder["source/a"], "two");
        Run("backup", Folder["source"]);
        var ids = JsonDocument.Parse(Run("snapshots", "--json")).RootElement.EnumerateArray().Select(s => s.GetProperty("id").GetString()!).ToList();
        Assert.Equal("two", Run("dump", "latest", Folder["source/a"]));
        Assert.Equal("one", Run("dump", ids[0][..12], Folder["source/a"]));
        Assert.Equal(1, TryRun("dump", "ffffffffffffffffffff", Folder["source/a"]).Code);
        Assert.Equal(1, TryRun("dump", "latest", "/nowhere").Code);
        Assert.Equal([Folder["source"], Folder["source/a"]], Run("ls", "latest", Folder["source"]).Trim().Split('\n')[1..]);
        Run("restore", ids[0], "--target", Folder["out"]);
        Assert.Equal("one", File.ReadAllText(Folder["out"] + Folder["source/a"]));
        Run("restore", "latest:" + Folder["source"], "--target", Folder["part"], "--include", "a");
        Assert.Equal("two", File.ReadAllText(Folder["part/a"]));
    }

    [Fact]
    public void Damage_is_found_and_ends_with_1()
    {
        Run("backup", Folder["source"]);
        Assert.Contains("no errors were found", Run("check", "--read-data"), StringComparison.Ordinal);
        var pack = Directory.GetFiles(Folder["repository/data"], "*", SearchOption.AllDirectories)[0];
        var content = File.ReadAllBytes(pack);
        content[20] ^= 1;
        File.Delete(pack);
        File.WriteAllBytes(pack, content);
        var (code, output, errors) = TryRun("check", "--read-data", "--json");
        Assert.Equal(1, code);
        Assert.Contains(Path.GetFileName(pack), JsonDocument.Parse(output).RootElement.GetProperty("broken_packs")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(pack), errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_added_listed_and_removed()
    {
        File.WriteAllText(Folder["new"], "new\n");
        Run("key", "add", "--new-password-file", Folder["new"]);
        var keys = JsonDocument.Parse(Run("key", "list", "--json")).RootElement.EnumerateArray().ToList();
        Assert.Equal(2, keys.Count);
        Run("key", "remove", keys.Single(k => !k.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!);
        Assert.Equal(12, TryRun("snapshots", "--password-file", Folder["new"]).Code);
    }

    [Theory]
    [InlineData("error=EIO", "Input/output error", false)]
    [InlineData("retval=0", "only 0 can be read; those are stored", true)]
    public void A_file_that_goes_bad_while_it_is_read_is_told_and_ends_with_3(string fault, string told, bool isStored)
    {
        File.WriteAllText(Folder["source/b"], "good");
        var (code, _, errors) = Shell.TryRun(
            "strace",
            ["-f", "-qq", "-P", Folder["source/a"], "-e", "trace=pread64", "-e", $"inject=pread64:{fault}", "-o", Folder["trace"], Built.Holdfast, "repo", "backup", Folder["source"]],
            Variables);
        Assert.Equal(3, code);
        Assert.Contains(told, errors, StringComparison.Ordinal);
        Assert.Contains("holdfast:partial", Run("snapshots"), StringComparison.Ordinal);
        string[] stored = isStored ? [Folder["source/a"], Folder["source/b"]] : [Folder["source/b"]];
        Assert.Equal(stored, Run("ls", "latest", Folder["source"]).Trim().Split('\n')[2..]);
    }

    [Fact]
    public void A_disk_that_fails_to_flush_fails_the_backup_and_no_snapshot_is_made()
    {
        // The system call itself is made to fail, as a dying disk does it.
        var (code, _, errors) = Shell.TryRun(
            "strace", ["-f", "-qq", "-e", "trace=fsync", "-e", "inject=fsync:error=EIO", "-o", Folder["trace"], Built.Holdfast, "repo", "backup", Folder["source"]], Variables);
        Assert.Equal(1, code);
        Assert.Contains("Input/output error", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder["repository/snapshots"]));
        Assert.Contains("INJECTED", File.ReadAllText(Folder["trace"]), StringComparison.Ordinal);
    }
}
