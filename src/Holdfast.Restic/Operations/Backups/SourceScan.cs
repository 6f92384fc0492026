using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>
/// Counts beside a backup what there is to read, so that whoever watches knows how long it may take. What it cannot read it passes over:
/// the backup will say so.
/// </summary>
internal sealed class SourceScan(TargetTree root, BackupRequest request, BackupTally tally, CancellationToken ct)
{
    private readonly Selection _selection = new(request, static _ => { });

    internal void Run()
    {
        try
        {
            Count(root, "");
            tally.ExpectNoMore();
        }
        catch (OperationCanceledException)
        {
            // The backup is over or given up; no one wants to know any more.
        }
    }

    private void Count(TargetTree tree, string path)
    {
        if (tree.Leaf is { } leaf)
        {
            Try(() => WalkStart.Open(leaf, path, _selection, start => Count(start.Folder, start.Name, start.Place, start.Device)));
        }
        else if (tree.Made is { } made)
        {
            tally.Expect(made is ContentTarget content ? content.Content.Length : 0);
        }

        foreach (var (name, child) in tree.Children)
        {
            Count(child, $"{path}/{name}");
        }
    }

    private void Count(OpenFile folder, byte[] name, Place place, ulong? device)
    {
        ct.ThrowIfCancellationRequested();
        var status = Posix.StatusAt(folder, name);
        if (_selection.LeavesOut(status, device))
        {
            return;
        }

        if (status.Type == FileStatus.Regular)
        {
            tally.Expect(status.Size);
        }
        else if (status.IsFolder && place.Depth < SourceWalk.DepthLimit && (device is null || status.Device == device))
        {
            using var inner = Posix.OpenFolderAt(folder, name);
            foreach (var child in _selection.NamesIn(inner, place))
            {
                Try(() => Count(inner, child, place, device));
            }
        }
    }

    private static void Try(Action count)
    {
        try
        {
            count();
        }
        catch (SystemCallException)
        {
            // See above.
        }
    }
}
