using System.Collections.Immutable;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;

namespace Holdfast.Tests.Restic.Crashes;

/// <summary>
/// A store in memory that remembers its content after each durable step (a save, a removal): what a crash there would leave. And it can
/// fail at any step while the program lives on.
/// </summary>
internal sealed class CrashingStore(ImmutableDictionary<FileName, byte[]> content) : IBackend
{
    private readonly Lock _gate = new();
    private readonly List<ImmutableDictionary<FileName, byte[]>> _states = [content];
    private readonly List<string> _steps = [];
    private int _attempts;

    /// <summary>Which step fails, counted from 1; 0: none does.</summary>
    internal int FailingStep { get; init; }

    /// <summary>The failing step is done all the same: the answer was lost, not the request.</summary>
    internal bool IsDoneAllTheSame { get; init; }

    internal bool HasFailed { get; private set; }

    /// <summary>What was done, as <c>save index/3f..</c>.</summary>
    internal IReadOnlyList<string> Steps => _steps;

    /// <summary>The content before any step, and after each.</summary>
    internal IReadOnlyList<ImmutableDictionary<FileName, byte[]>> States => _states;

    internal ImmutableDictionary<FileName, byte[]> Content => _states[^1];

    public string Location => "the crashing store";

    public Task CreateAsync(CancellationToken ct) => Task.CompletedTask;

    public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => Step("save", file, files =>
        files.ContainsKey(file)
            ? throw new RepositoryException(RepositoryFault.AlreadyExists, $"{file} exists already in {Location}")
            : files.Add(file, content.ToArray()));

    public Task RemoveAsync(FileName file, CancellationToken ct) => Step("remove", file, files => files.Remove(file));

    public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        if (!Content.TryGetValue(file, out var bytes))
        {
            return Task.FromException(new RepositoryException(RepositoryFault.NotFound, $"there is no {file} in {Location}"));
        }

        if (offset + buffer.Length > bytes.Length)
        {
            return Task.FromException(RepositoryException.Damaged($"{file} in {Location} is too short: {bytes.Length} bytes"));
        }

        bytes.AsMemory((int)offset, buffer.Length).CopyTo(buffer);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<StoredFile>>([.. Content.Where(f => f.Key.Kind == kind).Select(f => new StoredFile(f.Key, f.Value.Length))]);

    public Task<long?> SizeAsync(FileName file, CancellationToken ct) =>
        Task.FromResult<long?>(Content.TryGetValue(file, out var bytes) ? bytes.Length : null);

    private Task Step(string act, FileName file, Func<ImmutableDictionary<FileName, byte[]>, ImmutableDictionary<FileName, byte[]>> change)
    {
        lock (_gate)
        {
            try
            {
                var changed = change(Content);
                if (changed == Content)
                {
                    return Task.CompletedTask;
                }

                var fails = ++_attempts == FailingStep;
                if (!fails || IsDoneAllTheSame)
                {
                    _states.Add(changed);
                    _steps.Add($"{act} {file.Path}");
                }

                HasFailed |= fails;
                return !fails
                    ? Task.CompletedTask
                    : throw new RepositoryException(RepositoryFault.Storage, $"cannot {act} {file}: the line went dead", isTransient: true);
            }
            catch (RepositoryException e)
            {
                return Task.FromException(e);
            }
        }
    }
}
