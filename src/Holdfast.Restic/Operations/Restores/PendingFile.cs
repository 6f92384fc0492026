using System.Buffers;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>
/// A file on its way into the target. It is put together under a temporary name: parts that are right in the file that stands there are
/// copied from it, the others come as their blobs are read, in any order and from several threads. When everything is there and right
/// it is renamed; whoever looks sees the old file or the restored one.
/// </summary>
internal sealed class PendingFile(TargetFolder folder, byte[] name, TreeNode node, string path)
{
    private const uint OwnerOnly = 0x180; // 0600, until it gets its own permissions
    private const int HoleSize = 4096;    // the block of common file systems: smaller holes save nothing

    private readonly Lock _gate = new();
    private readonly List<(long From, long To, string Why)> _unreadable = [];
    private byte[]? _temporary;
    private (ulong Device, ulong Inode) _identity;
    private bool[]? _matches;
    private string? _failure;
    private long _length;
    private int _left;

    internal TargetFolder Folder => folder;

    internal byte[] Name => name;

    internal TreeNode Node => node;

    internal string Path => path;

    internal IReadOnlyList<BlobId> Content { get; } = node.Content ?? [];

    /// <summary>What stands in its place, if it is a file; null: none, or another thing.</summary>
    internal FileStatus? Existing { get; private set; }

    /// <summary>What stands there has all the content already.</summary>
    internal bool IsInPlace { get; private set; }

    /// <summary>Its content is in the target under its name.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>It was tried; nothing more is to come.</summary>
    internal bool IsOver { get; set; }

    /// <summary>A file stands there that could be compared with the snapshot.</summary>
    internal bool IsUpdate => _matches is not null;

    /// <summary>Some of what stands there can be kept.</summary>
    internal bool HasMatches => _matches is not null && _matches.Contains(true);

    /// <summary>The bytes that its blobs have together.</summary>
    internal long Length => _length;

    internal bool Matches(int blob) => _matches is { } matches && matches[blob];

    /// <summary>Reads what stands there and compares it with the snapshot.</summary>
    internal void Inspect(BlobReader blobs, Overwrite overwrite, CancellationToken ct)
    {
        if (folder.Handle is not { } handle || Posix.TryStatusAt(handle, name) is not { Type: FileStatus.Regular } status)
        {
            return;
        }

        Existing = status;
        var hasSize = (ulong)status.Size == node.Size;
        if (overwrite == Overwrite.IfChanged && hasSize && status.Modified == node.Modified)
        {
            IsInPlace = true;
            return;
        }

        try
        {
            using var file = Posix.OpenAt(handle, name, Libc.ReadOnly | Libc.NonBlocking);
            _matches = Compare(file, blobs, ct);
            IsInPlace = hasSize && !_matches.Contains(false);
        }
        catch (SystemCallException)
        {
            // What cannot be read is written anew.
        }
    }

    /// <summary>What stands there is linked with a file that is another one in the snapshot: it has to be written after all.</summary>
    internal void Split() => IsInPlace = false;

    /// <summary>How many blobs have to come from the repository, and how long the file will be.</summary>
    internal void Expect(int blobs, long length) => (_left, _length) = (blobs, length);

    /// <summary>Copies what can be kept of the file that stands there.</summary>
    internal void Begin(BlobReader blobs, bool sparse)
    {
        using var made = Open(sparse);
        if (!HasMatches)
        {
            return;
        }

        using var old = Posix.OpenAt(folder.Handle!, name, Libc.ReadOnly | Libc.NonBlocking);
        long offset = 0;
        for (var i = 0; i < Content.Count; i++)
        {
            var length = blobs.LengthOf(new(BlobType.Data, Content[i])) ?? 0;
            if (Matches(i))
            {
                Copy(old, made, offset, length);
            }

            offset += length;
        }
    }

    /// <summary>Writes one blob to its place.</summary>
    /// <param name="file">When it was the last: open, to be completed; null when it cannot be opened.</param>
    /// <returns>It was the last.</returns>
    internal bool Write(ReadOnlySpan<byte> blob, long offset, bool sparse, out OpenFile? file)
    {
        file = null;
        try
        {
            file = Open(sparse);
            if (!sparse)
            {
                file.Write(blob, offset);
            }
            else
            {
                WriteSparsely(file, blob, offset);
            }
        }
        catch (SystemCallException e) when (e.Error is not (Libc.NoSpace or Libc.QuotaExceeded))
        {
            Fail(e.Message);
        }
        catch // Whatever it was, no one else would close the file.
        {
            file?.Dispose();
            throw;
        }

        if (Interlocked.Decrement(ref _left) == 0)
        {
            return true;
        }

        file?.Dispose();
        return false;
    }

    /// <summary>A blob could not be read from anywhere.</summary>
    /// <returns>It was the last.</returns>
    internal bool Miss(long offset, long length, string why)
    {
        lock (_gate)
        {
            _unreadable.Add((offset, offset + length, why));
        }

        return Interlocked.Decrement(ref _left) == 0;
    }

    internal void Fail(string why)
    {
        lock (_gate)
        {
            _failure ??= why;
        }
    }

    /// <summary>Opens it to write, under its temporary name; made and given its length when no one has.</summary>
    internal OpenFile Open(bool sparse)
    {
        lock (_gate)
        {
            if (_temporary is null)
            {
                var temporary = TemporaryName.New();
                var made = Posix.OpenAt(folder.Handle!, temporary, Libc.WriteOnly | Libc.Create | Libc.Exclusive, OwnerOnly);
                _temporary = temporary;
                try
                {
                    _identity = Identity(made.Status());
                    if (sparse)
                    {
                        made.SetLength(_length);
                    }
                    else if (_left > 1 || HasMatches)
                    {
                        made.Allocate(_length);
                    }

                    return made;
                }
                catch // Whatever it was, no one else would close what was made.
                {
                    made.Dispose();
                    throw;
                }
            }
        }

        var file = Posix.OpenAt(folder.Handle!, _temporary, Libc.WriteOnly);
        if (Identity(file.Status()) == _identity)
        {
            return file;
        }

        file.Dispose();
        throw new SystemCallException("write", Posix.Join(folder.Handle!.Path, _temporary), Libc.Exists);
    }

    /// <summary>Puts it in its place with everything about it, or says why not and keeps what could be read.</summary>
    /// <param name="file">Open to write; null when that could not be done.</param>
    internal void Complete(OpenFile? file, NodeMetadata metadata, Action<byte[]> replace, RestoreTally tally)
    {
        try
        {
            if (_failure is not null || file is null)
            {
                tally.Fail(path, _failure ?? "it could not be written");
            }
            else if (_unreadable.Count > 0)
            {
                KeepReadable(metadata, file, tally);
            }
            else
            {
                metadata.Apply(file, node, path);
                replace(_temporary!);
                _temporary = null;
                IsDone = true;
                TellSize(tally);
                tally.FileDone(path, (long)node.Size, IsUpdate);
            }
        }
        catch (SystemCallException e) when (e.Error is not (Libc.NoSpace or Libc.QuotaExceeded))
        {
            tally.Fail(path, e.Message);
        }
        catch (RepositoryException e)
        {
            tally.Fail(path, e.Message);
        }
        finally
        {
            file?.Dispose();
            Abandon();
        }
    }

    /// <summary>What stands there is right and only its owner, times and permissions are set.</summary>
    internal void CompleteInPlace(NodeMetadata metadata, RestoreTally tally)
    {
        try
        {
            using var file = Posix.OpenToDescribeAt(folder.Handle!, name);
            if (Identity(file.Status()) != Identity(Existing!.Value))
            {
                tally.Fail(path, "somebody replaced it after it was found to be as in the snapshot");
                return;
            }

            metadata.Apply(file, node, path);
            IsDone = true;
            tally.Skip(path, (long)node.Size);
        }
        catch (SystemCallException e)
        {
            tally.Fail(path, e.Message);
        }
    }

    /// <summary>Compares what is there now with the snapshot, down to the last byte.</summary>
    internal void Verify(BlobReader blobs, RestoreTally tally, CancellationToken ct)
    {
        try
        {
            using var file = Posix.OpenAt(folder.Handle!, name, Libc.ReadOnly | Libc.NonBlocking);
            if (file.Status().Size != _length || Compare(file, blobs, ct).Contains(false))
            {
                tally.Fail(path, "read back after it was written, it is not as in the snapshot");
                return;
            }

            tally.Verified();
        }
        catch (SystemCallException e)
        {
            tally.Fail(path, $"it cannot be read back: {e.Message}");
        }
    }

    /// <summary>Removes what was made under a temporary name.</summary>
    internal void Abandon()
    {
        if (_temporary is not { } temporary)
        {
            return;
        }

        _temporary = null;
        try
        {
            Posix.RemoveAt(folder.Handle!, temporary, isFolder: false);
        }
        catch (SystemCallException)
        {
            // Whatever led here is what is reported; the next restore removes what begins with the temporary prefix.
        }
    }

    private static (ulong Device, ulong Inode) Identity(FileStatus status) => (status.Device, status.Inode);

    private static void Copy(OpenFile old, OpenFile made, long offset, long length)
    {
        var copied = made.CopyFrom(old, offset, length);
        if (copied == length)
        {
            return;
        }

        var rest = ArrayPool<byte>.Shared.Rent((int)(length - copied));
        try
        {
            var read = old.ReadFully(rest.AsSpan(0, (int)(length - copied)), offset + copied);
            made.Write(rest.AsSpan(0, read), offset + copied);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest);
        }
    }

    private static void WriteSparsely(OpenFile file, ReadOnlySpan<byte> blob, long offset)
    {
        while (!blob.IsEmpty)
        {
            // Up to where the file's own blocks begin, so that each hole is a whole block.
            var piece = (int)Math.Min(blob.Length, HoleSize - (offset % HoleSize));
            if (blob[..piece].ContainsAnyExcept((byte)0))
            {
                var end = piece;
                while (end < blob.Length && blob[end..Math.Min(blob.Length, end + HoleSize)].ContainsAnyExcept((byte)0))
                {
                    end = Math.Min(blob.Length, end + HoleSize);
                }

                piece = end;
                file.Write(blob[..piece], offset);
            }

            blob = blob[piece..];
            offset += piece;
        }
    }

    private bool[] Compare(OpenFile file, BlobReader blobs, CancellationToken ct)
    {
        var matches = new bool[Content.Count];
        byte[] buffer = [];
        long offset = 0;
        try
        {
            for (var i = 0; i < matches.Length; i++)
            {
                ct.ThrowIfCancellationRequested();
                if (blobs.LengthOf(new(BlobType.Data, Content[i])) is not { } length || length > int.MaxValue)
                {
                    break;
                }

                if (buffer.Length < length)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = ArrayPool<byte>.Shared.Rent((int)length);
                }

                var chunk = buffer.AsSpan(0, (int)length);
                if (file.ReadFully(chunk, offset) != length)
                {
                    break;
                }

                matches[i] = BlobId.Of(chunk) == Content[i];
                offset += length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return matches;
    }

    private void TellSize(RestoreTally tally)
    {
        if ((ulong)_length != node.Size)
        {
            tally.Fail(path, $"the snapshot says it is {node.Size} bytes long, but holds {_length} for it; those were restored");
        }
    }

    // The rest of a large file may be worth a lot, but not under its own name, where it would look right.
    private void KeepReadable(NodeMetadata metadata, OpenFile file, RestoreTally tally)
    {
        var (from, to, why) = _unreadable.OrderBy(u => u.From).First();
        var missing = _unreadable.Sum(u => u.To - u.From);
        var told = _unreadable.Count == 1
            ? $"bytes {from} to {to} cannot be read: {why}"
            : $"{missing} bytes in {_unreadable.Count} places cannot be read, first bytes {from} to {to}: {why}";
        if (missing >= _length || TemporaryName.Incomplete(name) is not { } incomplete)
        {
            tally.Fail(path, told);
            return;
        }

        file.SetLength(_length);
        metadata.Apply(file, node, path);
        Posix.RenameAt(folder.Handle!, _temporary!, incomplete);
        _temporary = null;
        lock (folder.Names)
        {
            folder.Names.Add(TargetFolder.Key(incomplete));
        }

        tally.Fail(path, $"{told}; what can be read is in {System.Text.Encoding.UTF8.GetString(incomplete)}, with zeros in between");
    }
}
