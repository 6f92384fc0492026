using System.Collections.Concurrent;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends;

/// <summary>A repository in memory: gone with the process. For rehearsals and tests.</summary>
public sealed class MemoryBackend : IBackend
{
    private readonly ConcurrentDictionary<FileName, byte[]> _files = [];

    public string Location => "memory";

    public Task CreateAsync(CancellationToken ct) => Task.CompletedTask;

    public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        _files.TryAdd(file, content.ToArray())
            ? Task.CompletedTask
            : Task.FromException(new RepositoryException(RepositoryFault.AlreadyExists, $"{file} exists already in {Location}"));

    public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        if (!_files.TryGetValue(file, out var content))
        {
            return Task.FromException(new RepositoryException(RepositoryFault.NotFound, $"there is no {file} in {Location}"));
        }

        if (offset + buffer.Length > content.Length)
        {
            return Task.FromException(RepositoryException.Damaged($"{file} in {Location} is too short: {content.Length} bytes"));
        }

        content.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<StoredFile>>(
            [.. _files.Where(f => f.Key.Kind == kind && FileName.IsId(f.Key.Name)).Select(f => new StoredFile(f.Key, f.Value.Length))]);

    public Task<long?> SizeAsync(FileName file, CancellationToken ct) =>
        Task.FromResult<long?>(_files.TryGetValue(file, out var content) ? content.Length : null);

    public Task RemoveAsync(FileName file, CancellationToken ct)
    {
        _files.TryRemove(file, out _);
        return Task.CompletedTask;
    }
}
