using Holdfast.Execution.Alerts;
using Holdfast.Tests.Restic;
using Xunit;

namespace Holdfast.Tests.Execution.Alerts;

/// <summary>When it is looked.</summary>
public sealed class AlertWatchTests
{
    private readonly SkippingClock _clock = new();
    private readonly List<DateTimeOffset> _looks = [];

    [Fact]
    public async Task It_looks_every_five_minutes_and_tries_what_waits_every_minute()
    {
        var retries = await KeepAsync(looks: 4, static _ => { });
        Assert.All(_looks.Zip(_looks.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(6)));
        Assert.InRange(retries, 12, 18);
    }

    [Fact]
    public async Task What_failed_during_a_look_brings_the_next_at_once()
    {
        await KeepAsync(looks: 2, static watch => watch.Hurry());
        Assert.True(_looks[1] - _looks[0] < TimeSpan.FromMinutes(2), $"{_looks[1] - _looks[0]}");
    }

    private async Task<int> KeepAsync(int looks, Action<AlertWatch> during)
    {
        using var stop = new CancellationTokenSource();
        var retries = 0;
        AlertWatch? watch = null;
        watch = new(
            _clock,
            _ =>
            {
                _looks.Add(_clock.GetUtcNow());
                during(watch!);
                return _looks.Count == looks ? stop.CancelAsync() : Task.CompletedTask;
            },
            _ =>
            {
                retries++;
                return Task.CompletedTask;
            });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.KeepAsync(stop.Token));
        return retries;
    }
}
