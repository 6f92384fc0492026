using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>
/// Whether a failover still leads while it goes on: another one may have been told to go ahead over it, on another machine. It looks into the
/// repositories again and again, beside the run, so that a repository that does not answer holds up nothing.
/// </summary>
/// <param name="epochsNow">Reads who is active from the repositories that are open at that moment.</param>
internal sealed class LeadWatch(Leadership leadership, Func<CancellationToken, Task<EpochRecord>> epochsNow, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>How often it looks.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>One that began at the same moment and gives way takes its record back by then.</summary>
    internal static readonly TimeSpan Settled = TimeSpan.FromSeconds(8);

    /// <summary>By then one that was overtaken has seen it, if it sees anything, and has begun to stop.</summary>
    internal static readonly TimeSpan Noticed = Pause + Settled;

    /// <summary>No repository holds up the end of a recovery for longer.</summary>
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _over = new();
    private Task? _watching;
    private (string Run, long Since)? _seen;
    private volatile EpochEntry? _overtaker;

    public void Begin()
    {
        var over = _over.Token;
        _watching = Task.Run(async () =>
        {
            try
            {
                while (_overtaker is null)
                {
                    await Task.Delay(_seen is null ? Pause : Settled, clock, over);
                    await LookAsync(over);
                }
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }, CancellationToken.None);
    }

    /// <returns>The end of a run that was overtaken; null: it still leads, as far as is known.</returns>
    public RunEnded? End(DateTimeOffset now) => _overtaker is { } later ? new(now, RunOutcome.Abandoned, [], $"overtaken by {later}") : null;

    /// <summary>Once more, before the run says that it recovered anything; after <see cref="StopAsync"/>.</summary>
    public async Task<RunEnded?> LastLookAsync(Func<DateTimeOffset> now, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(LastLook, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            while (_overtaker is null && await LookAsync(either.Token) && _overtaker is null)
            {
                await Task.Delay(Settled, clock, either.Token); // Someone is there, and may still give way.
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What does not answer tells of no one.
        }

        return End(now());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _over.Dispose();
    }

    /// <returns>Whether anyone is there who says so.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        EpochEntry? later;
        try
        {
            later = leadership.OvertakenBy(await epochsNow(cancellationToken).WaitAsync(cancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException) // Out of reach at this moment, or whatever somebody put there: it ends no recovery, and it is looked again.
        {
            return false;
        }

        if (later is null)
        {
            _seen = null;
            return false;
        }

        if (_seen is not { } seen || seen.Run != later.Run)
        {
            _seen = (later.Run, clock.GetTimestamp());
        }
        else if (clock.GetElapsedTime(seen.Since) >= Settled)
        {
            _overtaker = later;
        }

        return true;
    }

    /// <summary>Looks no more; comes back when no look is under way.</summary>
    public async Task StopAsync()
    {
        await _over.CancelAsync();
        if (_watching is { } watching)
        {
            await Task.WhenAny(watching, Task.Delay(LastLook, clock, CancellationToken.None)); // A share that hangs does not hear that no one waits any more.
        }
    }
}
