using System.Text;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Restores;

/// <summary>One name twice in a tree: what is wanted of it comes back, and a link of that name is never followed.</summary>
public sealed class DoubledNameTests : RepositoryFixture
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_link_and_a_folder_the_folder_is_restored_and_the_link_is_told(bool folderFirst)
    {
        var snapshot = await LinkAndFolderAsync(folderFirst);

        var report = await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct);

        Assert.Equal("/way", Assert.Single(report.Failures).Path);
        Assert.Equal("inside", File.ReadAllText(Path.Combine(Target, "way/file")));
        Assert.Null(new DirectoryInfo(Path.Combine(Target, "way")).LinkTarget);
        Assert.False(File.Exists(Path.Combine(Source, "file")));
    }

    [Fact]
    public async Task What_is_in_the_folder_is_found_by_a_pattern_and_by_its_path()
    {
        var snapshot = await LinkAndFolderAsync(folderFirst: false);

        var report = await Repository.RestoreAsync(new(snapshot, "/", Target) { Filter = new() { Includes = ["/way/file"] } }, null, Ct);

        Assert.Equal("inside", File.ReadAllText(Path.Combine(Target, "way/file")));
        Assert.Equal(1, report.FilesRestored);
        Assert.Equal("inside"u8.ToArray(), await Repository.ReadFileAsync(snapshot, "/way/file", Ct));
        Assert.True((await Repository.RestoreAsync(new(snapshot, "/way", Path.Combine(Target, "2")), null, Ct)).IsComplete);
        Assert.Equal("inside", File.ReadAllText(Path.Combine(Target, "2/file")));
    }

    [Fact]
    public async Task Of_two_folders_all_that_is_in_them_is_restored_and_nothing_deleted_for_the_other()
    {
        var snapshot = await ForgeAsync(async w => [await FolderAsync(w, "a", "1"), await FolderAsync(w, "b", "2")]);

        Assert.True((await Repository.RestoreAsync(new(snapshot, "/", Target, Delete: true), null, Ct)).IsComplete);

        Assert.Equal("1", File.ReadAllText(Path.Combine(Target, "way/a")));
        Assert.Equal("2", File.ReadAllText(Path.Combine(Target, "way/b")));
        Assert.Equal("2"u8.ToArray(), await Repository.ReadFileAsync(snapshot, "/way/b", Ct));
    }

    private Task<Snapshot> LinkAndFolderAsync(bool folderFirst) => ForgeAsync(async w =>
    {
        var folder = await FolderAsync(w, "file", "inside");
        var link = new TreeNode { RawName = "way"u8.ToArray(), Type = NodeType.Symlink, LinkTarget = Encoding.UTF8.GetBytes(Source) };
        return folderFirst ? [folder, link] : [link, folder];
    });

    private static async Task<TreeNode> FolderAsync(Holdfast.Restic.Index.BlobWriter writer, string name, string content)
    {
        var file = new TreeNode
        {
            RawName = Encoding.UTF8.GetBytes(name), Type = NodeType.File, Mode = 0x1a4, Size = (ulong)content.Length,
            Content = [await writer.SaveAsync(BlobType.Data, Encoding.UTF8.GetBytes(content))],
        };
        var tree = await writer.SaveAsync(BlobType.Tree, Tree.Encode([file]));
        return new() { RawName = "way"u8.ToArray(), Type = NodeType.Folder, Mode = (1u << 31) | 0x1ed, Subtree = tree };
    }
}
