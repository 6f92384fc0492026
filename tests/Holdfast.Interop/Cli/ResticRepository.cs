using System.Text.Json;
using Holdfast.Interop.Restic;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A repository of the business as restic sees it.</summary>
internal sealed class ResticRepository(string path, string keyFile)
{
    private readonly ResticProgram _restic = new(path, File.ReadAllText(keyFile).Trim());

    /// <summary>The tags of each snapshot that has this one, oldest first.</summary>
    public IReadOnlyList<string[]> SnapshotsTagged(string tag) =>
    [
        .. JsonDocument.Parse(_restic.Run("snapshots", "--json", "--tag", tag)).RootElement.EnumerateArray()
            .Select(s => s.GetProperty("tags").EnumerateArray().Select(t => t.GetString()!).ToArray()),
    ];

    /// <summary>All is there and good, and nobody holds a lock any more.</summary>
    public void IsClean()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(path, "locks")));
        _restic.Run("check", "--read-data");
    }
}
