using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// Files that are restored together, so that what they want of a pack is read at once. Bounded in files and blobs, and so is the memory
/// it takes whatever the size of the snapshot.
/// </summary>
internal sealed class FileBatch(
    BlobReader blobs, RestoreRequest request, NodeMetadata metadata, FolderClearing clearing, RestoreTally tally, CancellationToken ct)
{
    /// <summary>Why something is not restored where a folder stands that is not empty.</summary>
    internal const string FolderInPlace = "a folder is in its place; restore with deletion to replace it";

    private const int FileLimit = 4096, BlobLimit = 65536;

    private readonly List<PendingFile> _files = [];

    // A file in the target and the group of linked files in the snapshot that it has become part of in this restore.
    private readonly Dictionary<(ulong Device, ulong Inode), (ulong Device, ulong Inode)> _groups = [];
    private int _blobCount;

    internal bool IsEmpty => _files.Count == 0;

    internal bool IsFull => _files.Count >= FileLimit || _blobCount >= BlobLimit;

    internal void Add(PendingFile file)
    {
        _files.Add(file);
        _blobCount += file.Content.Count;
    }

    /// <summary>Restores what was added and forgets it. What goes wrong with a file is told to the tally; a full disk ends everything.</summary>
    /// <returns>The files.</returns>
    internal async Task<List<PendingFile>> RunAsync()
    {
        List<PendingFile> files = [.. _files];
        _files.Clear();
        _blobCount = 0;
        try
        {
            await blobs.LookForAsync(files.SelectMany(f => f.Content).Select(b => new BlobHandle(BlobType.Data, b)), ct);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = PackFetch.Readers, CancellationToken = ct };
            await Parallel.ForEachAsync(files, parallel, (file, token) =>
            {
                file.Inspect(blobs, request.Overwrite, token);
                return ValueTask.CompletedTask;
            });
            files.ForEach(KeepApart);
            if (request.DryRun)
            {
                files.ForEach(Foresee);
                return files;
            }

            await Parallel.ForEachAsync(files.Where(f => f.IsInPlace), parallel, (file, _) =>
            {
                file.CompleteInPlace(metadata, tally);
                return ValueTask.CompletedTask;
            });
            var fetch = new PackFetch(blobs, ct);
            files.FindAll(f => !f.IsInPlace).ForEach(f => Prepare(f, fetch));
            await fetch.RunAsync(Use, Miss);
            if (request.Verify)
            {
                await Parallel.ForEachAsync(files.Where(f => f is { IsDone: true, IsInPlace: false }), parallel, (file, token) =>
                {
                    file.Verify(blobs, tally, token);
                    return ValueTask.CompletedTask;
                });
            }

            return files;
        }
        finally
        {
            files.ForEach(f => f.Abandon());
        }
    }

    /// <summary>Gives a temporary name its right one. A folder in its place goes when it is empty, or when deletion was asked for.</summary>
    internal void Replace(TargetFolder folder, byte[] temporary, byte[] name, string path)
    {
        try
        {
            Posix.RenameAt(folder.Handle!, temporary, name);
        }
        catch (SystemCallException e) when (e.Error is Libc.IsADirectory or Libc.NotEmpty or Libc.Exists)
        {
            RemoveFolder(folder.Handle!, name, path);
            Posix.RenameAt(folder.Handle!, temporary, name);
        }
    }

    private void RemoveFolder(OpenFile folder, byte[] name, string path)
    {
        if (request.Delete)
        {
            clearing.RemoveTree(folder, name, path);
            return;
        }

        try
        {
            Posix.RemoveAt(folder, name, isFolder: true);
        }
        catch (SystemCallException e) when (e.Error is Libc.NotEmpty or Libc.Exists)
        {
            throw new RepositoryException(RepositoryFault.Request, FolderInPlace);
        }
    }

    // A file under two names is right only where the snapshot has the two names for one file.
    private void KeepApart(PendingFile file)
    {
        if (file is not { IsInPlace: true, Existing: { Links: > 1 } existing })
        {
            return;
        }

        var group = (file.Node.DeviceId, file.Node.Inode);
        if (file.Node.Links < 2 || !_groups.TryAdd((existing.Device, existing.Inode), group))
        {
            file.Split();
        }
    }

    private void Foresee(PendingFile file)
    {
        var size = (long)file.Node.Size;
        if (file.IsInPlace)
        {
            tally.Skip(file.Path, size);
            return;
        }

        tally.Plan(size);
        tally.Bytes(size, file.Path);
        tally.FileDone(file.Path, size, file.IsUpdate);
    }

    // Finds out where everything is that the file wants; what wants nothing is completed at once.
    private void Prepare(PendingFile file, PackFetch fetch)
    {
        ct.ThrowIfCancellationRequested();
        tally.Plan((long)file.Node.Size);
        var (places, length) = Locate(file);
        file.Expect(places.Count, length);
        try
        {
            if (places.Count == 0 || file.HasMatches)
            {
                file.Begin(blobs, request.Sparse);
            }
        }
        catch (SystemCallException e) when (e.Error is not (Libc.NoSpace or Libc.QuotaExceeded))
        {
            file.Fail(e.Message);
            tally.Fail(file.Path, e.Message);
            return;
        }

        foreach (var (location, offset) in places)
        {
            fetch.Add(location, file, offset);
        }

        tally.Bytes(length - places.Sum(p => p.Location.Blob.PlaintextLength), file.Path);
        if (places.Count == 0)
        {
            Complete(file, null);
        }
    }

    // A blob that no index knows has the length that is missing from the file's; of two such the second ends what can be placed.
    private (List<(BlobLocation Location, long Offset)> Places, long Length) Locate(PendingFile file)
    {
        List<(BlobLocation, long)> places = [];
        var unknown = file.Content.Count(id => blobs.LengthOf(new(BlobType.Data, id)) is null);
        var known = unknown == 0 ? 0 : file.Content.Sum(id => blobs.LengthOf(new(BlobType.Data, id)) ?? 0);
        long offset = 0;
        for (var i = 0; i < file.Content.Count; i++)
        {
            if (blobs.TryLocate(new(BlobType.Data, file.Content[i]), out var location))
            {
                if (!file.Matches(i))
                {
                    places.Add((location, offset));
                }

                offset += location.Blob.PlaintextLength;
                continue;
            }

            var missing = Math.Max(0, (long)file.Node.Size - (unknown == 1 ? known : offset));
            file.Miss(offset, missing, $"data blob {file.Content[i]} is in no index of the repository");
            if (unknown > 1)
            {
                break;
            }

            offset += missing;
        }

        return (places, offset);
    }

    private void Use(PendingFile file, long offset, ReadOnlySpan<byte> content)
    {
        tally.Bytes(content.Length, file.Path);
        if (file.Write(content, offset, request.Sparse, out var open))
        {
            file.Complete(open, metadata, t => Replace(file.Folder, t, file.Name, file.Path), tally);
        }
    }

    private void Miss(PendingFile file, long offset, long length, string why)
    {
        if (file.Miss(offset, length, why))
        {
            Complete(file, why);
        }
    }

    private void Complete(PendingFile file, string? why)
    {
        OpenFile? open = null;
        try
        {
            open = file.Open(request.Sparse);
        }
        catch (SystemCallException e) when (e.Error is not (Libc.NoSpace or Libc.QuotaExceeded))
        {
            file.Fail(why ?? e.Message);
        }

        file.Complete(open, metadata, t => Replace(file.Folder, t, file.Name, file.Path), tally);
    }
}
