using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Queries;

public sealed class NameSearchTests : RepositoryFixture
{
    [Fact]
    public async Task In_many_snapshots_each_folder_is_read_once()
    {
        for (var folder = 0; folder < 20; folder++)
        {
            Put($"{folder}/inner/contract {folder}.txt", "c");
            Put($"{folder}/other.txt", "o");
        }

        await BackupAsync();
        for (var i = 0; i < 5; i++)
        {
            Put("7/inner/contract 7.txt", new string('x', i + 2));
            await BackupAsync();
        }

        var (snapshots, asked) = (await Repository.SnapshotsAsync(Ct), 0);
        var search = new NameSearch(await Repository.LookAsync(Ct), n =>
        {
            Interlocked.Increment(ref asked);
            return n.Name.StartsWith("contract", StringComparison.Ordinal);
        });
        var found = new List<FoundFolder>();
        foreach (var snapshot in snapshots)
        {
            found.Add(await search.InAsync(snapshot.Tree, Ct));
        }

        Assert.Equal(6, snapshots.Count);
        Assert.All(found, f => Assert.Equal(20, Paths(f).Count));
        Assert.Contains("data/7/inner/contract 7.txt", Paths(found[0]));
        // The root, /data, 20 folders and 20 in them; of each further snapshot those four above what changed.
        Assert.Equal(42 + (5 * 4), search.FoldersRead);
        Assert.Equal(1 + 20 + 40 + 20 + (5 * (1 + 20 + 2 + 1)), asked);

        // What did not change is one object, so who folds it compares nothing in it.
        Assert.Same(Under(found[0], "data", "8"), Under(found[5], "data", "8"));
        Assert.NotSame(Under(found[0], "data", "7"), Under(found[5], "data", "7"));
        Assert.Equal(6, found.Select(f => Under(f, "data", "7", "inner")!.Names[0].Item!.Mark).Distinct().Count());
    }

    [Fact]
    public async Task A_damaged_folder_is_told_in_its_place_and_costs_nothing_else()
    {
        var forged = await ForgeAsync(async w =>
        {
            var good = await w.SaveAsync(BlobType.Tree, Tree.Encode([File("wanted")]));
            return [Folder("bad", BlobId.Of("lost"u8)), Folder("good", good)];
        });
        var search = new NameSearch(await Repository.LookAsync(Ct), n => n.Name == "wanted");

        var found = await search.InAsync(forged.Tree, Ct);

        Assert.True(found.HasUnread);
        Assert.Equal(["good/wanted"], Paths(found));
        Assert.Contains("is in no index", Under(found, "bad")!.Unread!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_goes_away_is_an_error_and_no_answer()
    {
        Put("a/b/c", "c");
        await BackupAsync();
        var (content, latest) = (await Repository.LookAsync(Ct), await LatestAsync());
        Backend.OnLoad = (_, _, _) => throw new RepositoryException(RepositoryFault.Storage, "no route to it", isTransient: true);

        await Assert.ThrowsAsync<RepositoryException>(() => new NameSearch(content, _ => true).InAsync(latest.Tree, Ct));
    }

    [Fact]
    public async Task Folders_very_deep_in_one_another_are_searched()
    {
        var forged = await ForgeAsync(async w =>
        {
            var tree = await w.SaveAsync(BlobType.Tree, Tree.Encode([File("wanted")]));
            for (var i = 0; i < 1500; i++)
            {
                tree = await w.SaveAsync(BlobType.Tree, Tree.Encode([Folder("d", tree)]));
            }

            return [Folder("d", tree)];
        });
        var found = await new NameSearch(await Repository.LookAsync(Ct), n => n.Name == "wanted").InAsync(forged.Tree, Ct);
        Assert.EndsWith("/wanted", Assert.Single(Paths(found)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_came_changed_and_went_are_counted_with_their_bytes()
    {
        Put("same/file", "same");
        Put("changed", "one");
        Put("gone/1", "12");
        Put("gone/2", "345");
        Put("becomes/a/folder", "12345");
        await BackupAsync();
        Put("changed", "four");
        Directory.Delete(Path.Combine(Source, "gone"), recursive: true);
        Directory.Delete(Path.Combine(Source, "becomes"), recursive: true);
        Put("becomes", "1");
        Put("new/x", "1234567");
        await BackupAsync();
        var (content, snapshots) = (await Repository.LookAsync(Ct), await Repository.SnapshotsAsync(Ct));

        Assert.Equal(new(2, 8, 1, 4, 3, 10), await FileChanges.BetweenAsync(content, snapshots[0].Tree, snapshots[1].Tree, Ct));
        Assert.Equal(new(0, 0, 0, 0, 0, 0), await FileChanges.BetweenAsync(content, snapshots[0].Tree, snapshots[0].Tree, Ct));
    }

    private static TreeNode File(string name) => new() { RawName = Encoding.UTF8.GetBytes(name), Type = NodeType.File, Content = [] };

    private static TreeNode Folder(string name, BlobId tree) => new() { RawName = Encoding.UTF8.GetBytes(name), Type = NodeType.Folder, Subtree = tree };

    private static FoundFolder? Under(FoundFolder folder, params string[] names) =>
        names.Aggregate((FoundFolder?)folder, (at, name) => at?.Names.Single(n => Encoding.UTF8.GetString(n.RawName.Span) == name).Under);

    private static List<string> Paths(FoundFolder folder, string above = "") =>
    [
        .. folder.Names.SelectMany(n => Encoding.UTF8.GetString(n.RawName.Span) is var name && n.Under is { } under
            ? [.. n.Item is null ? Array.Empty<string>() : [above + name], .. Paths(under, $"{above}{name}/")]
            : new List<string> { above + name }),
    ];
}
