using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;

namespace Holdfast.Tests.Restic;

/// <summary>A backend whose line breaks when the test says so: before the call got through, or after it did and only the answer was lost.</summary>
internal sealed class FlakyBackend(IBackend inner) : WrappedBackend(inner)
{
    private int _calls;

    internal int Calls => _calls;

    /// <summary>Calls that fail before anything else succeeds.</summary>
    internal int Failures { get; set; }

    internal bool AnswerIsLost { get; set; }

    internal bool IsTransient { get; set; } = true;

    public override Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        TryAsync(async () => { await Inner.SaveAsync(file, content, ct); return true; });

    public override Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) =>
        TryAsync(async () => { await Inner.LoadAsync(file, offset, buffer, ct); return true; });

    public override Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) => TryAsync(() => Inner.ListAsync(kind, ct));

    public override Task<long?> SizeAsync(FileName file, CancellationToken ct) => TryAsync(() => Inner.SizeAsync(file, ct));

    public override Task RemoveAsync(FileName file, CancellationToken ct) =>
        TryAsync(async () => { await Inner.RemoveAsync(file, ct); return true; });

    private async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        Interlocked.Increment(ref _calls);
        var fails = Failures > 0;
        Failures -= fails ? 1 : 0;
        if (fails && AnswerIsLost)
        {
            await call();
        }

        return fails ? throw new RepositoryException(RepositoryFault.Storage, "the line broke", isTransient: IsTransient) : await call();
    }
}
