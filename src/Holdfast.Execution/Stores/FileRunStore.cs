using System.Collections.Concurrent;
using System.Text;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Stores;

/// <summary>
/// A store as a folder of this machine. Everything in it but the keys can be had again from a repository. A stream is a file of lines, a
/// document a file, a lease a locked file with its holder's name in another beside it.
/// </summary>
internal sealed class FileRunStore : IRunStore
{
    private const string Locked = ".lock";
    private const string Holder = ".holder";

    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>What cannot be looked into is as if it were not there: the other runs can be shown and taken up.</summary>
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = default };

    private static readonly TimeSpan AppendPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, StreamExtent> _extents = new(StringComparer.Ordinal);
    private readonly string _root;

    public FileRunStore(string root)
        : this(root, make: true)
    {
    }

    private FileRunStore(string root, bool make)
    {
        _root = Path.GetFullPath(root);
        if (make)
        {
            Directory.CreateDirectory(_root, OwnFolder);
            Directory.CreateDirectory(PlaceOf(StoreNames.Runs));
            Directory.CreateDirectory(PlaceOf(StoreNames.Evidence));
            RemoveLeftOver();
        }
    }

    /// <summary>Not in what is no store's: copies that wait to be stored, and whatever else an operator keeps in the folder, a repository perhaps.</summary>
    private void RemoveLeftOver()
    {
        var now = TimeProvider.System.GetUtcNow();
        Durable.RemoveLeftOver(_root, now, under: false);
        foreach (var folder in StoreNames.Folders.Select(PlaceOf).Where(Directory.Exists))
        {
            Durable.RemoveLeftOver(folder, now, under: true);
        }
    }

    /// <summary>Of someone who only looks: what is not there is not made, so that looking changes nothing that another command says.</summary>
    public static FileRunStore ToLookInto(string root) => new(root, make: false);

    /// <summary>No one else can come here, so what a killed process left is safe from others, and the next one removes it.</summary>
    public string Staging => Path.Combine(_root, "staging");

    public bool IsMade => Directory.Exists(_root);

    public string PlaceOf(string name) => name.Length == 0 ? _root
        : name.Split('/').Any(part => part is "" or "." or ".." || part.Contains('\0', StringComparison.Ordinal)) ? throw new ArgumentException($"\"{name}\" is not a name in a store.", nameof(name))
        : Path.Combine(_root, name);

    public IReadOnlyList<string> List(string under)
    {
        var folder = PlaceOf(under);
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder, "*", Everything)
                .Where(file => !file.EndsWith(Locked, StringComparison.Ordinal) && !file.EndsWith(Locked + Holder, StringComparison.Ordinal)
                    && !Path.GetFileName(file).Contains(Durable.Mark, StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(_root, file))
                .Where(name => !name.StartsWith("staging/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    public long Last(string stream) => ExtentOf(stream).Lines;

    public StreamText Read(string stream, long after = 0)
    {
        var path = PlaceOf(stream);
        if (!File.Exists(path))
        {
            return new(default, after);
        }

        var bytes = File.ReadAllBytes(path);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        var begin = 0;
        for (var line = 0L; line < after && begin < whole; line++)
        {
            begin += bytes.AsSpan(begin).IndexOf((byte)'\n') + 1;
        }

        var wanted = bytes.AsMemory(begin, whole - begin);
        return new(wanted, after + wanted.Span.Count((byte)'\n'));
    }

    public bool TryAppend(string stream, long after, IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        RefuseEnds(lines);
        var path = PlaceOf(stream);
        var isNewFolder = MakeFolderOf(path);
        using var alone = FileLock.Take(path + Locked, AppendPatience, TimeProvider.System);
        var extent = ExtentOf(stream);
        if (extent.Lines != after)
        {
            return false;
        }

        var text = Joined(lines);
        if (extent.Bytes == 0)
        {
            Durable.WriteWhole(path, text);
            if (isNewFolder)
            {
                Durable.FlushFolder(Path.GetDirectoryName(Path.GetDirectoryName(path))!);
            }
        }
        else
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(extent.Bytes); // Half a line, left by a crash, was never acted upon.
            file.Seek(0, SeekOrigin.End);
            file.Write(text);
            file.Flush();
            Durable.Flush(file.SafeFileHandle);
        }

        _extents[stream] = StreamExtent.Of(path, after + lines.Count, extent.Bytes + text.Length);
        return true;
    }

    public bool TryReplace(string stream, long last, IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        RefuseEnds(lines);
        var path = PlaceOf(stream);
        MakeFolderOf(path);
        using var alone = FileLock.Take(path + Locked, AppendPatience, TimeProvider.System);
        if (ExtentOf(stream).Lines != last)
        {
            return false;
        }

        var text = Joined(lines);
        Durable.WriteWhole(path, text);
        _extents[stream] = StreamExtent.Of(path, lines.Count, text.Length);
        return true;
    }

    public async Task<long> WatchAsync(string stream, long after, TimeSpan patience, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        for (var begun = clock.GetTimestamp(); ; await Task.Delay(Look, clock, cancellationToken))
        {
            if (Last(stream) is var last && (last > after || clock.GetElapsedTime(begun) >= patience))
            {
                return last;
            }
        }
    }

    public byte[]? ReadDocument(string name) => PlaceOf(name) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    public void WriteDocument(string name, ReadOnlySpan<byte> content)
    {
        var path = PlaceOf(name);
        MakeFolderOf(path);
        Durable.WriteWhole(path, content);
    }

    public void RemoveDocument(string name)
    {
        if (PlaceOf(name) is var path && File.Exists(path))
        {
            File.Delete(path);
        }
    }

    public IDisposable? TryLease(string name, string holder)
    {
        var path = PlaceOf(name) + Locked;
        if (FileLock.TryTake(path) is not { } taken)
        {
            return null;
        }

        try
        {
            // Beside the lock, since the locked file itself cannot be opened by whoever is refused.
            Durable.WriteWhole(path + Holder, Encoding.UTF8.GetBytes(new LeaseProcess(holder, Environment.ProcessId).Text));
            return taken;
        }
        catch // Whatever it was, no one else would let go of the lock.
        {
            taken.Dispose();
            throw;
        }
    }

    public LeaseHolder? HolderOf(string lease) =>
        PlaceOf(lease) + Locked + Holder is var path && File.Exists(path) && LeaseProcess.Read(File.ReadAllText(path)) is { } process
            ? new(process.Holder, process.ToString(), process.IsAlive)
            : null;

    private static void RefuseEnds(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        if (lines.Any(line => line.Span.Contains((byte)'\n')))
        {
            throw new ArgumentException("A line has one end, its own.", nameof(lines));
        }
    }

    private static byte[] Joined(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        var text = new byte[lines.Sum(line => line.Length + 1)];
        var at = 0;
        foreach (var line in lines)
        {
            line.Span.CopyTo(text.AsSpan(at));
            at += line.Length;
            text[at++] = (byte)'\n';
        }

        return text;
    }

    /// <returns>Whether it was not there.</returns>
    private static bool MakeFolderOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var isNew = !Directory.Exists(folder);
        if (isNew)
        {
            Directory.CreateDirectory(folder, OwnFolder);
        }

        return isNew;
    }

    /// <summary>A stream grows, so only what came since the last look is read. One that shrank, or holds something else there, was replaced or changed by hand: it is read anew.</summary>
    private StreamExtent ExtentOf(string stream)
    {
        var file = new FileInfo(PlaceOf(stream));
        if (!file.Exists)
        {
            return default;
        }

        var known = _extents.GetValueOrDefault(stream);
        if (known.Bytes > file.Length)
        {
            known = default;
        }

        return known.Bytes == file.Length ? known : _extents[stream] = known.Grown(file.FullName);
    }
}
