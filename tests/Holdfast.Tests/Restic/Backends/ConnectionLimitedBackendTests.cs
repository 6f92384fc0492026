using Holdfast.Restic.Backends;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

public sealed class ConnectionLimitedBackendTests : BackendContract
{
    private protected override Task<IBackend> NewAsync() => Task.FromResult<IBackend>(new ConnectionLimitedBackend(new MemoryBackend(), 2));

    [Fact]
    public async Task No_more_than_so_many_calls_are_under_way_and_locks_pass_by()
    {
        var (underWay, most, gate) = (0, 0, new TaskCompletionSource());
        var slow = new FaultyBackend(new MemoryBackend())
        {
            Meanwhile = async file =>
            {
                if (file.Kind == FileKind.Pack)
                {
                    most = Math.Max(most, Interlocked.Increment(ref underWay));
                    await gate.Task;
                    Interlocked.Decrement(ref underWay);
                }
            },
        };
        var backend = new ConnectionLimitedBackend(slow, 2);
        var saves = Enumerable.Range(0, 10).Select(_ => backend.SaveAsync(NewName(FileKind.Pack), new byte[1], Ct)).ToList();
        await backend.SaveAsync(NewName(FileKind.Lock), new byte[1], Ct);
        Assert.DoesNotContain(saves, s => s.IsCompleted);
        gate.SetResult();
        await Task.WhenAll(saves);
        Assert.Equal(2, most);
    }
}
