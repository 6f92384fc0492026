using System.Text;
using Holdfast.Restic.Operations.Patterns;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Says what a backup leaves out. The walk that stores and the scan that only counts ask the same one.</summary>
internal sealed class Selection(BackupRequest request, Action<BackupEvent> tell)
{
    private readonly SelectionRules _rules = request.Selection;
    private readonly PathPatterns _patterns = new(request.Excludes.Concat(request.Selection.Patterns), ignoreCase: false, "--exclude");
    private readonly PathPatterns _ignoringCase = new(request.Selection.PatternsIgnoringCase, ignoreCase: true, "--iexclude");

    /// <summary>
    /// The names in a folder that are not left out for their names' sake, in the order of their bytes. While one is in hand, <paramref name="place"/>
    /// has entered it.
    /// </summary>
    internal IEnumerable<byte[]> NamesIn(OpenFile folder, Place place)
    {
        var names = Posix.NamesIn(folder);
        names.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        var marks = MarksIn(folder);
        foreach (var name in names)
        {
            place.Enter(name);
            if (LeavesOut(name, place, marks))
            {
                tell(new BackupEvent.Excluded(place.TreePath));
            }
            else
            {
                yield return name;
            }

            place.Leave();
        }
    }

    /// <summary>Whether a target itself is left out for its name's sake. One that was given a place in the snapshot never is.</summary>
    internal bool LeavesOutTarget(OpenFile folder, byte[] name, Place place) =>
        !place.IsPlaced && LeavesOut(name, place, MarksIn(folder));

    /// <summary>Whether it is left out for what it is.</summary>
    /// <param name="device">The file system to stay on; null: any.</param>
    internal bool LeavesOut(FileStatus status, ulong? device) =>
        !status.IsFolder && ((_rules.LargestFile is { } limit && status.Size > limit) || (device is { } only && status.Device != only));

    /// <summary>The file system that the walk from a target stays on.</summary>
    internal ulong? DeviceOf(RawPath target) => _rules.OneFileSystem ? Posix.StatusOfPath(target.Bytes).Device : null;

    private bool LeavesOut(byte[] name, Place place, List<byte[]> marks) => marks.Exists(m => !m.AsSpan().SequenceEqual(name)) || IsExcluded(place);

    // Whoever gave a target another place in the snapshot may have either in mind; and no pattern means the target itself.
    private bool IsExcluded(Place place) =>
        place.IsPlaced
            ? IsExcluded(place.Source, place.OwnSource) || IsExcluded(place.Tree, place.OwnTree)
            : IsExcluded(place.Source, 0);

    private bool IsExcluded(IReadOnlyList<byte[]> path, int own) =>
        (!_patterns.IsEmpty && _patterns.Matches(path, own)) || (!_ignoringCase.IsEmpty && _ignoringCase.Matches(path, own));

    // The names of the marks that are there and say what they should.
    private List<byte[]> MarksIn(OpenFile folder) =>
        [.. _rules.Marks.Where(m => IsIn(folder, m)).Select(m => RawText.ToBytes(m.Name))];

    private bool IsIn(OpenFile folder, FolderMark mark)
    {
        var name = RawText.ToBytes(mark.Name);
        try
        {
            if (Posix.TryStatusAt(folder, name) is null)
            {
                return false;
            }

            if (mark.Header.Length == 0)
            {
                return true;
            }

            var expected = RawText.ToBytes(mark.Header);
            var header = new byte[expected.Length];
            using var file = Posix.OpenAt(folder, name, Libc.ReadOnly | Libc.NonBlocking);
            if (file.ReadFully(header) == header.Length && header.AsSpan().SequenceEqual(expected))
            {
                return true;
            }

            tell(new BackupEvent.Remarked($"{Encoding.UTF8.GetString(file.Path)} does not begin as it should, so nothing is left out for it"));
        }
        catch (SystemCallException e)
        {
            // Backing up too much is the lesser evil.
            tell(new BackupEvent.Remarked($"nothing is left out for a mark that cannot be read: {e.Message}"));
        }

        return false;
    }
}
