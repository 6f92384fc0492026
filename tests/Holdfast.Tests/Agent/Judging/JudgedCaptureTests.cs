using System.Security.Cryptography;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Snapshots;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Tests.Agent.Judging;

/// <summary>Copies of real folders into a real repository: what is suspect, what is told, and that ordinary days are neither.</summary>
public sealed class JudgedCaptureTests : AgentFixture
{
    private const string Key = "correct horse battery";

    private RepositoryAddress Vault => new("vault", Scratch["vault"], $"command:echo '{Key}'");

    private SourceSpec Documents => new("files", Scratch["documents"]);

    [Fact]
    public async Task Files_replaced_by_encrypted_ones_are_suspect_at_every_copy_until_they_are_back()
    {
        await MakeRepositoryAsync();
        Letters(60);
        var good = await CaptureAsync(Documents);
        Assert.Null(good.Suspect);
        foreach (var file in Directory.GetFiles(Scratch["documents"]))
        {
            await File.WriteAllBytesAsync(file + ".locked", [.. "Salted__"u8, .. RandomNumberGenerator.GetBytes(600)], Stop);
            File.Delete(file);
        }

        var first = await CaptureAsync(Documents, After(good));
        var second = await CaptureAsync(Documents, After(good));
        var withoutMemory = await CaptureAsync(Documents);
        Directory.Delete(Scratch["documents"], recursive: true);
        Letters(60);
        var restored = await CaptureAsync(Documents, After(good));

        Assert.Contains("60 of 60", first.Suspect, StringComparison.Ordinal);
        Assert.Contains("encrypted", second.Suspect, StringComparison.Ordinal);
        Assert.Contains("encrypted", withoutMemory.Suspect, StringComparison.Ordinal);
        Assert.Null(restored.Suspect);
        Assert.Equal([first.Snapshot, second.Snapshot, withoutMemory.Snapshot], (await SnapshotsAsync())
            .Where(s => s.Tags.Contains(CaptureOrder.SuspectTag)).Select(s => s.Id.ToString()));
    }

    [Fact]
    public async Task Ordinary_days_are_neither_suspect_nor_told()
    {
        await MakeRepositoryAsync();
        Letters(40);
        for (var i = 0; i < 15; i++)
        {
            Scratch.Write($"documents/log/app.log.{i}", $"log {i} {new string('x', 300)}");
        }

        var last = await CaptureAsync(Documents);
        foreach (var (day, work) in Days())
        {
            work();
            var copy = await CaptureAsync(Documents, After(last));
            Assert.True(copy.Suspect is null && copy.Warnings.Count == 0, $"{day}: {copy.Suspect} {string.Join("; ", copy.Warnings)}");
            last = copy;
        }
    }

    [Fact]
    public async Task A_folder_that_lost_its_files_is_suspect_in_all_repositories_and_says_so_in_each()
    {
        await MakeRepositoryAsync();
        var shelf = new RepositoryAddress("shelf", Scratch["shelf"], Vault.Key);
        Assert.IsType<Done>(await Agent.CarryOutAsync(new EnsureRepositoryOrder(shelf), Stop));
        Letters(30);
        var good = await CaptureAsync(Documents);
        foreach (var file in Directory.GetFiles(Scratch["documents"]).Skip(1))
        {
            await File.WriteAllBytesAsync(file, [], Stop);
        }

        var order = new CaptureOrder("documents", "desk", Documents, [shelf, Vault], ["epoch:0"], After(good));
        var captured = Assert.IsType<Captured>(await Agent.CarryOutAsync(order, Stop));

        Assert.Equal(["shelf", "vault"], captured.Copies.Select(c => c.Repository));
        Assert.All(captured.Copies, c => Assert.Contains("empty", c.Suspect, StringComparison.Ordinal));
        Assert.All(captured.Copies, c => Assert.Equal(2, c.Level));
    }

    [Fact]
    public async Task A_file_replaced_by_a_link_is_told_at_every_copy_until_it_is_back_and_a_link_to_its_content_is_not()
    {
        await MakeRepositoryAsync();
        Letters(30);
        Scratch.Write("documents/a/b/c/d/deep", "what counts");
        Scratch.Write("documents/moved", "the same elsewhere");
        var good = await CaptureAsync(Documents);

        // 1. Its content is still in the folder: nothing is missing.
        File.Move(Scratch["documents/moved"], Scratch["documents/a/moved"]);
        File.CreateSymbolicLink(Scratch["documents/moved"], "a/moved");
        Assert.Empty((await CaptureAsync(Documents, After(good))).Warnings);

        // 2. It leads elsewhere, or nowhere.
        File.Delete(Scratch["documents/a/b/c/d/deep"]);
        File.CreateSymbolicLink(Scratch["documents/a/b/c/d/deep"], "/nowhere/at/all");
        foreach (var copy in new[] { await CaptureAsync(Documents, After(good)), await CaptureAsync(Documents, After(good)) })
        {
            Assert.Null(copy.Suspect);
            Assert.Contains("1 of 32 files is a link now", Assert.Single(copy.Warnings), StringComparison.Ordinal);
            Assert.EndsWith("first a/b/c/d/deep", Assert.Single(copy.Shrunk), StringComparison.Ordinal);
            Assert.Equal((1, 0), (copy.Gone, copy.Emptied));
        }

        File.Delete(Scratch["documents/a/b/c/d/deep"]);
        Scratch.Write("documents/a/b/c/d/deep", "what counts");
        Assert.Empty((await CaptureAsync(Documents, After(good))).Warnings);
    }

    [Fact]
    public async Task A_folder_deep_down_replaced_by_a_link_is_told()
    {
        await MakeRepositoryAsync();
        Letters(23);
        for (var i = 0; i < 7; i++)
        {
            Scratch.Write($"documents/a/b/c/d/deep{i}", Line(i + 100));
        }

        var good = await CaptureAsync(Documents);
        Directory.Move(Scratch["documents/a/b/c/d"], Scratch["elsewhere"]);
        Directory.CreateSymbolicLink(Scratch["documents/a/b/c/d"], Scratch["elsewhere"]);

        Assert.StartsWith("7 of 30 files are links now, or behind one, ", Assert.Single((await CaptureAsync(Documents, After(good))).Shrunk), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zeros", 14, "14 of 30 files are empty now")]
    [InlineData("zeros", 27, "suspect")]
    [InlineData("zeros", 2, null)]
    [InlineData("large zeros", 3, "3 of 30 files are empty now")]
    [InlineData("page", 14, "14 of 30 files hold one and the same now")]
    [InlineData("page", 27, "suspect")]
    [InlineData("hard links", 14, "14 of 30 files hold one and the same now")]
    [InlineData("cut", 14, "14 of 30 files were cut short")]
    [InlineData("one byte", 7, "7 of 30 files were cut short")]
    [InlineData("one byte", 2, null)]
    [InlineData("edited at the end", 29, null)]
    public async Task Files_that_are_there_and_hold_nothing_of_what_they_did_are_told(string how, int files, string? says)
    {
        await MakeRepositoryAsync();
        var content = Enumerable.Range(0, 30).Select(i => RandomNumberGenerator.GetHexString(how == "large zeros" ? 1_400_000 + i : 2000)).ToArray();
        for (var i = 0; i < 30; i++)
        {
            Scratch.Write($"documents/letter{i}", content[i]);
        }

        var good = await CaptureAsync(Documents);
        for (var i = 0; i < files; i++)
        {
            var file = Scratch[$"documents/letter{i}"];
            File.Delete(file);
            switch (how)
            {
                case "zeros" or "large zeros":
                    File.WriteAllBytes(file, new byte[content[i].Length]);
                    break;
                case "page":
                    File.WriteAllText(file, string.Concat(Enumerable.Repeat("<html>504 Gateway</html>", 84))[..2000]);
                    break;
                case "hard links":
                    File.WriteAllText(file, content[29]);
                    break;
                case "cut":
                    File.WriteAllText(file, content[i][..1200]);
                    break;
                case "one byte":
                    File.WriteAllText(file, $"x{i}");
                    break;
                default:
                    File.WriteAllText(file, content[i][..1800] + "edited");
                    break;
            }
        }

        var copy = await CaptureAsync(Documents, After(good));

        if (says == "suspect")
        {
            Assert.NotNull(copy.Suspect);
        }
        else
        {
            Assert.Null(copy.Suspect);
            Assert.True(says is null ? copy.Warnings.Count == 0 : copy.Shrunk.Any(w => w.StartsWith(says, StringComparison.Ordinal)), string.Join("; ", copy.Warnings));
        }
    }

    [Fact]
    public async Task A_link_given_as_root_is_followed_and_a_dangling_one_refused()
    {
        await MakeRepositoryAsync();
        Scratch.Write("real/letter", "dear");
        Directory.CreateSymbolicLink(Scratch["documents"], "real");
        var copy = await CaptureAsync(Documents);
        Assert.Equal((1, 4), (copy.Files, copy.Bytes));
        Directory.Delete(Scratch["real"], recursive: true);

        var failed = await FailedAsync(Order(Documents));

        Assert.Contains("link to real", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_written_while_its_file_is_copied_is_told_by_name_and_one_at_rest_is_not()
    {
        await MakeRepositoryAsync();
        Scratch.Write("documents/letter", "dear");
        Fill("documents/rest.db");
        File.SetLastWriteTimeUtc(Scratch["documents/rest.db"], new(2026, 1, 1));
        Assert.Empty((await CaptureAsync(Documents)).Warnings);

        using var held = new SqliteConnection($"Data Source={Scratch["documents/app.db"]};Pooling=False");
        held.Open();
        Execute(held, "PRAGMA journal_mode=wal; CREATE TABLE t(x); INSERT INTO t VALUES (1)");
        var copy = await CaptureAsync(Documents);

        var warning = Assert.Single(copy.Warnings);
        Assert.StartsWith("app.db is a SQLite database", warning, StringComparison.Ordinal);
        Assert.Contains("sqlite:", warning, StringComparison.Ordinal);
        Assert.Null(copy.Suspect);
    }

    [Theory]
    [InlineData(0, "no table")]
    [InlineData(3, "something else")]
    public async Task A_file_that_is_no_database_is_no_recovery_point(int bytes, string why)
    {
        await MakeRepositoryAsync();
        await File.WriteAllBytesAsync(Scratch["records.db"], [.. "abc"u8[..bytes]], Stop);

        var failed = await FailedAsync(Order(new SourceSpec("sqlite", Scratch["records.db"])));

        Assert.Contains(why, failed.Why + failed.Hint, StringComparison.Ordinal);
        Assert.Empty(await SnapshotsAsync());
    }

    [Fact]
    public async Task A_database_that_lost_its_rows_is_suspect_although_its_file_is_as_long_as_before()
    {
        await MakeRepositoryAsync();
        Fill("records.db");
        var spec = new SourceSpec("sqlite", Scratch["records.db"]);
        var order = Order(spec);
        var good = Assert.IsType<Captured>(await Agent.CarryOutAsync(order, Stop));
        using (var database = new SqliteConnection($"Data Source={Scratch["records.db"]};Pooling=False"))
        {
            database.Open();
            Execute(database, "DELETE FROM t");
        }

        var expected = new Expected { Files = 1, Bytes = good.Held, Snapshots = new Dictionary<string, string> { ["vault"] = good.Copies[0].Snapshot! } };
        var copy = Assert.Single(Assert.IsType<Captured>(await Agent.CarryOutAsync(order with { Expected = expected }, Stop)).Copies);

        Assert.Equal(good.Copies[0].Bytes, copy.Bytes);
        Assert.NotNull(copy.Suspect);
    }

    private IEnumerable<(string Day, Action Work)> Days()
    {
        yield return ("nothing happens", () => { });
        yield return ("one letter is edited", () => Scratch.Write("documents/letter1", "dear all, " + Line(1)));
        yield return ("two letters are written anew from a third, and one is cut", () =>
        {
            File.Copy(Scratch["documents/letter2"], Scratch["documents/letter4"], overwrite: true);
            File.Copy(Scratch["documents/letter2"], Scratch["documents/letter5"], overwrite: true);
            Scratch.Write("documents/letter6", Line(6)[..100]);
        });
        yield return ("four logs are copied and begun anew", () =>
        {
            for (var i = 0; i < 4; i++)
            {
                File.Copy(Scratch[$"documents/log/app.log.{i}"], Scratch[$"documents/log/app.log.{i}.old"]);
                Scratch.Write($"documents/log/app.log.{i}", "begun anew\n");
            }
        });
        yield return ("every file is touched", () => Array.ForEach(AllFiles(), f => File.SetLastWriteTimeUtc(f, new(2026, 2, 2))));
        yield return ("logs are rotated by number", Rotate);
        yield return ("logs are rotated again and the oldest is compressed", () =>
        {
            Rotate();
            File.WriteAllBytes(Scratch["documents/log/app.log.14.gz"], [0x1f, 0x8b, .. RandomNumberGenerator.GetBytes(200)]);
        });
        yield return ("something is appended to every file", () => Array.ForEach(AllFiles(), f => File.AppendAllText(f, "and more\n")));
        yield return ("photos are imported, more than there was", () =>
        {
            for (var i = 0; i < 60; i++)
            {
                File.WriteAllBytes(Scratch[$"documents/photo{i}.jpg"], [0xff, 0xd8, 0xff, 0xe0, .. RandomNumberGenerator.GetBytes(5000)]);
            }
        });
        yield return ("an encrypted archive is added", () => File.WriteAllBytes(Scratch["documents/archive.gpg"], RandomNumberGenerator.GetBytes(9000)));
        yield return ("photos are sorted into a folder", () =>
        {
            Directory.CreateDirectory(Scratch["documents/2026"]);
            Array.ForEach(Directory.GetFiles(Scratch["documents"], "photo1*.jpg"), f => File.Move(f, Path.Combine(Scratch["documents/2026"], Path.GetFileName(f))));
        });
        yield return ("a fifth of the letters is thrown away", () => Array.ForEach(Directory.GetFiles(Scratch["documents"], "letter3*"), File.Delete));
        yield return ("a few photos are replaced by other formats", () =>
            Array.ForEach(Directory.GetFiles(Scratch["documents"], "photo2*.jpg"), f =>
            {
                File.WriteAllBytes(Path.ChangeExtension(f, "webp"), [.. "RIFF"u8, 0, 1, 2, 3, .. "WEBP"u8, .. RandomNumberGenerator.GetBytes(2000)]);
                File.Delete(f);
            }));
    }

    private void Rotate()
    {
        for (var i = 14; i > 0; i--)
        {
            File.Move(Scratch[$"documents/log/app.log.{i - 1}"], Scratch[$"documents/log/app.log.{i}"], overwrite: true);
        }

        Scratch.Write("documents/log/app.log.0", $"new {Guid.NewGuid()} {new string('y', 300)}");
    }

    private string[] AllFiles() => Directory.GetFiles(Scratch["documents"], "*", SearchOption.AllDirectories);

    private void Letters(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Scratch.Write($"documents/letter{i}", Line(i));
        }
    }

    private static string Line(int i) => string.Concat(Enumerable.Repeat($"letter {i} to the customer {i * 7919}\n", 20));

    private void Fill(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Scratch[name])!);
        using var database = new SqliteConnection($"Data Source={Scratch[name]};Pooling=False");
        database.Open();
        Execute(database, "CREATE TABLE t(x); INSERT INTO t SELECT hex(randomblob(200)) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n)");
    }

    private static void Execute(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private async Task MakeRepositoryAsync() => Assert.IsType<Done>(await Agent.CarryOutAsync(new EnsureRepositoryOrder(Vault), Stop));

    private CaptureOrder Order(SourceSpec source) => new("documents", "desk", source, [Vault], ["epoch:0"]);

    private static Expected After(Copy copy) => new()
    {
        Files = copy.Files, Bytes = copy.Bytes, Snapshots = new Dictionary<string, string> { ["vault"] = copy.Snapshot! },
    };

    private async Task<Copy> CaptureAsync(SourceSpec source, Expected? expected = null)
    {
        var captured = Assert.IsType<Captured>(await Agent.CarryOutAsync(Order(source) with { Expected = expected }, Stop));
        var copy = Assert.Single(captured.Copies);
        Assert.Null(copy.Why);
        return copy;
    }

    private async Task<IReadOnlyList<Snapshot>> SnapshotsAsync()
    {
        await using var repository = await Repository.OpenAsync(Locations.Open(Vault.At), new Password(Key), TimeProvider.System, Stop);
        return await repository.SnapshotsAsync(Stop);
    }
}
