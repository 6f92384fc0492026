using System.Text;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>Removes from a target what the snapshot does not have; links are removed, not followed.</summary>
internal static class FolderClearing
{
    /// <summary>What an interrupted restore left goes always, the rest when asked to.</summary>
    /// <param name="wanted">The snapshot's names, one character a byte.</param>
    internal static void RemoveOthers(OpenFile folder, HashSet<string> wanted, bool all, RestoreTally tally, CancellationToken ct)
    {
        // Opened anew: an open folder is listed from where its last listing ended.
        using var listed = Posix.OpenFolderAt(folder, "."u8);
        foreach (var name in Posix.NamesIn(listed))
        {
            if (!wanted.Contains(Encoding.Latin1.GetString(name)) && (all || name.AsSpan().StartsWith(FileWriter.TemporaryPrefix)))
            {
                RemoveTree(folder, name, tally, ct);
            }
        }
    }

    internal static void RemoveTree(OpenFile folder, byte[] name, RestoreTally tally, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var isFolder = Posix.StatusAt(folder, name).IsFolder;
        if (isFolder)
        {
            using var inner = Posix.OpenFolderAt(folder, name);
            foreach (var child in Posix.NamesIn(inner))
            {
                RemoveTree(inner, child, tally, ct);
            }
        }

        Posix.RemoveAt(folder, name, isFolder);
        tally.Deleted();
    }
}
