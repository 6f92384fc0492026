using Holdfast.Execution.Stores;

namespace Holdfast.Tests.Execution.Stores;

/// <summary>A store without a file: what works with it names no folder by itself.</summary>
internal sealed class MemoryRunStore : IRunStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, List<byte[]>> _streams = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = [];
    private readonly Dictionary<string, string> _holders = [];

    public string Staging => Path.GetTempPath();

    public bool IsMade => true;

    public string PlaceOf(string name) => "memory:" + (name.Length == 0 ? "" : Checked(name));

    public IReadOnlyList<string> List(string under)
    {
        lock (_lock)
        {
            return [.. _streams.Keys.Concat(_documents.Keys).Where(n => under.Length == 0 || n.StartsWith(Checked(under) + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        }
    }

    public long Last(string stream)
    {
        lock (_lock)
        {
            return _streams.GetValueOrDefault(Checked(stream))?.Count ?? 0;
        }
    }

    public StreamText Read(string stream, long after = 0)
    {
        lock (_lock)
        {
            var lines = _streams.GetValueOrDefault(Checked(stream)) ?? [];
            return new(lines.Skip((int)after).SelectMany(line => line.Append((byte)'\n')).ToArray(), Math.Max(after, lines.Count));
        }
    }

    public bool TryAppend(string stream, long after, IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        lock (_lock)
        {
            if (lines.Any(line => line.Span.Contains((byte)'\n')))
            {
                throw new ArgumentException("A line has one end, its own.", nameof(lines));
            }

            if (Last(stream) != after)
            {
                return false;
            }

            _streams.TryAdd(stream, []);
            _streams[stream].AddRange(lines.Select(line => line.ToArray()));
            return true;
        }
    }

    public bool TryReplace(string stream, long last, IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        lock (_lock)
        {
            if (lines.Any(line => line.Span.Contains((byte)'\n')))
            {
                throw new ArgumentException("A line has one end, its own.", nameof(lines));
            }

            if (Last(stream) != last)
            {
                return false;
            }

            _streams[stream] = [.. lines.Select(line => line.ToArray())];
            return true;
        }
    }

    public async Task<long> WatchAsync(string stream, long after, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); Last(stream) <= after && TimeProvider.System.GetElapsedTime(begun) < patience;)
        {
            await Task.Delay(5, cancellationToken);
        }

        return Last(stream);
    }

    public byte[]? ReadDocument(string name)
    {
        lock (_lock)
        {
            return _documents.GetValueOrDefault(Checked(name));
        }
    }

    public void WriteDocument(string name, ReadOnlySpan<byte> content)
    {
        lock (_lock)
        {
            _documents[Checked(name)] = content.ToArray();
        }
    }

    public void RemoveDocument(string name)
    {
        lock (_lock)
        {
            _documents.Remove(Checked(name));
        }
    }

    public IDisposable? TryLease(string name, string holder)
    {
        lock (_lock)
        {
            if (!_held.Add(Checked(name)))
            {
                return null;
            }

            _holders[name] = holder;
            return new Lease(this, name);
        }
    }

    public LeaseHolder? HolderOf(string lease)
    {
        lock (_lock)
        {
            return _holders.TryGetValue(Checked(lease), out var holder) ? new(holder, holder, true) : null;
        }
    }

    private static string Checked(string name) => name.Split('/').Any(part => part is "" or "." or "..")
        ? throw new ArgumentException($"\"{name}\" is not a name in a store.", nameof(name))
        : name;

    private sealed class Lease(MemoryRunStore store, string name) : IDisposable
    {
        public void Dispose()
        {
            lock (store._lock)
            {
                store._held.Remove(name);
            }
        }
    }
}
