using Holdfast.Restic.Backends;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

public sealed class LimitedBackendTests : BackendContract
{
    private readonly SkippingClock _clock = new();

    private protected override Task<IBackend> NewAsync() => Task.FromResult<IBackend>(New(1000, 1000));

    private LimitedBackend New(int upload, int download) => new(new MemoryBackend(), Pace.Of(upload, _clock), Pace.Of(download, _clock));

    [Fact]
    public async Task Bytes_take_the_time_that_the_limit_gives_them()
    {
        var backend = New(upload: 100, download: 50);
        var file = NewName(FileKind.Pack);
        var begun = _clock.GetUtcNow();
        await backend.SaveAsync(file, new byte[1000 << 10], Ct);
        await backend.SaveAsync(NewName(FileKind.Pack), new byte[1], Ct); // Waits for the bytes before it.
        Assert.Equal(10.0, (_clock.GetUtcNow() - begun).TotalSeconds, 0.5);

        begun = _clock.GetUtcNow();
        await backend.LoadAsync(file, 0, new byte[1000 << 10], Ct);
        Assert.Equal(20.0, (_clock.GetUtcNow() - begun).TotalSeconds, 1.0);
    }

    [Fact]
    public async Task Locks_are_not_held_up()
    {
        var backend = New(upload: 1, download: 1);
        await backend.SaveAsync(NewName(FileKind.Pack), new byte[10 << 20], Ct);
        var begun = _clock.GetUtcNow();
        var file = NewName(FileKind.Lock);
        await backend.SaveAsync(file, new byte[200], Ct);
        await backend.LoadAsync(file, 0, new byte[200], Ct);
        Assert.Equal(begun, _clock.GetUtcNow());
    }
}
