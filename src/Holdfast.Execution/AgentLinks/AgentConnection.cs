using System.Collections.Concurrent;
using Holdfast.Failures;
using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks;

/// <summary>
/// A running agent at the other end of two streams. Many orders may be under way at once, each reply finds its own. When the line breaks,
/// everything that waits and comes later fails with <see cref="LinkCutException"/>; someone makes a new connection then.
/// </summary>
public sealed class AgentConnection : IAsyncDisposable
{
    /// <summary>How long an order that is told to stop may take: a service has its own patience with what it ends.</summary>
    private static readonly TimeSpan Stopping = TimeSpan.FromMinutes(1);

    /// <summary>For an agent to begin, on a machine that is busy with its worst day.</summary>
    private static readonly TimeSpan Answering = TimeSpan.FromMinutes(1);

    /// <summary>A clock that is further off makes copies look newer or older than they are.</summary>
    private static readonly TimeSpan MostOff = TimeSpan.FromSeconds(5);

    private readonly Stream _to;
    private readonly LineReader _from;
    private readonly Func<Task<string>> _end;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Waiting> _orders = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Fate>> _fates = [];
    private readonly TaskCompletionSource<Greeting> _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;
    private volatile LinkCutException? _cut;

    private AgentConnection(Stream to, LineReader from, Func<Task<string>> end, TimeProvider clock)
    {
        (_to, _from, _end, _clock) = (to, from, end, clock);
        _reading = Task.Run(ReadAllAsync);
    }

    public Greeting Greeting => _greeting.Task.Result;

    /// <summary>How far the host's clock is ahead of ours; it may be off by half of <see cref="RoundTrip"/>.</summary>
    public TimeSpan ClockOffset { get; private set; }

    public TimeSpan RoundTrip { get; private set; }

    /// <summary>The same where it is more than clocks differ by; null: they agree. What is dated there is then dated by our clock.</summary>
    public TimeSpan? ClockAhead => ClockOffset.Duration() > MostOff + (RoundTrip / 2) ? ClockOffset : null;

    public bool IsCut => _cut is not null;

    /// <param name="end">Ends whatever carries the streams and says how it ended; called once.</param>
    /// <exception cref="LinkCutException">No agent answers; <paramref name="end"/> was called.</exception>
    /// <exception cref="FailureException">One answers that speaks another language.</exception>
    public static async Task<AgentConnection> OpenAsync(
        Stream to, LineReader from, Func<Task<string>> end, TimeProvider clock, CancellationToken cancellationToken)
    {
        var connection = new AgentConnection(to, from, end, clock);
        try
        {
            var (asked, at) = (clock.GetTimestamp(), clock.GetUtcNow());
            await connection.SendAsync(new Greet(ProtocolJson.Version));
            var greeting = await GreetingOfAsync(connection, clock, cancellationToken);
            connection.RoundTrip = clock.GetElapsedTime(asked);
            connection.ClockOffset = greeting.Now - (at + (connection.RoundTrip / 2));
            return greeting.Version == ProtocolJson.Version ? connection : throw new FailureException(new(
                FailureCode.Host, $"the agent of {greeting.Machine} speaks version {greeting.Version} of Holdfast's protocol, and this program version {ProtocolJson.Version}", "Use the same version of Holdfast on both."));
        }
        catch // Whatever it was, no one else would end what carries the streams.
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<Greeting> GreetingOfAsync(AgentConnection connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await connection._greeting.Task.WaitAsync(Answering, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new FailureException(new(FailureCode.Host, $"the agent that was started does not answer: nothing came within {Answering.TotalSeconds:0} s", "See on that host what holds it up.") { MayPass = true });
        }
    }

    /// <exception cref="LinkCutException">Whether it was carried out is not known.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop, and has, or does not answer any more.</exception>
    public async Task<Report> CarryOutAsync(CarryOut order, Action<Progress> hear, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Waiting(hear);
        if (_orders.GetOrAdd(order.Id, waiting) is var first && first != waiting)
        {
            return await first.Done.Task.WaitAsync(cancellationToken); // It was sent a moment ago.
        }

        try
        {
            await SendAsync(order);
            return await waiting.Done.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(order.Id, waiting);
            throw;
        }
        finally
        {
            _orders.TryRemove(order.Id, out _);
        }
    }

    /// <exception cref="LinkCutException">It did not answer.</exception>
    public async Task<Fate> AskAsync(string run, string id, CancellationToken cancellationToken)
    {
        var answer = _fates.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        await SendAsync(new Ask(id, run));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Break(new(await _end()));
        await _reading;
        _closing.Dispose();
    }

    private async Task StopAsync(string id, Waiting waiting)
    {
        try
        {
            await SendAsync(new Cancel(id));
            await waiting.Done.Task.WaitAsync(Stopping, _clock, CancellationToken.None);
        }
        catch (Exception e) when (e is LinkCutException or OperationCanceledException or TimeoutException)
        {
            // Ended, or out of reach: the host's log has it.
        }
    }

    private async Task SendAsync(Request request)
    {
        var line = Wire.Of(request);
        await _writing.WaitAsync();
        try
        {
            if (_cut is { } cut)
            {
                throw cut;
            }

            // Not cancelled half-way: what follows half a line would be read as the rest of it.
            await _to.WriteAsync(line, CancellationToken.None);
            await _to.FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader sees the end, too, and knows how it came.
            await _reading;
            throw _cut ?? new LinkCutException(e.Message);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAllAsync()
    {
        InvalidDataException? nonsense = null;
        try
        {
            while (await _from.ReadAsync(_closing.Token) is { } line)
            {
                Take(Wire.ReadReply(line));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidDataException)
        {
            nonsense = e as InvalidDataException;
        }

        if (!_closing.IsCancellationRequested)
        {
            var ended = await _end();
            Break(nonsense is null ? new(ended) : new(nonsense.Message) { IsNonsense = true });
        }
    }

    private void Take(Reply reply)
    {
        switch (reply)
        {
            case Greeting greeting:
                _greeting.TrySetResult(greeting);
                break;
            case Progress progress when _orders.TryGetValue(progress.Id, out var waiting):
                waiting.Hear(progress);
                break;
            case Reported reported when _orders.TryGetValue(reported.Id, out var waiting):
                waiting.Done.TrySetResult(reported.Report);
                break;
            case Cancelled cancelled when _orders.TryGetValue(cancelled.Id, out var waiting):
                waiting.Done.TrySetCanceled();
                break;
            case Fate fate when _fates.TryRemove(fate.Id, out var asked):
                asked.TrySetResult(fate);
                break;
            case Misunderstood misunderstood:
                throw new InvalidDataException($"the agent did not understand: {misunderstood.Why}");
        }
    }

    private void Break(LinkCutException why)
    {
        var cut = _cut ??= why;
        _greeting.TrySetException(cut);
        foreach (var waiting in _orders.Values)
        {
            waiting.Done.TrySetException(cut);
        }

        foreach (var asked in _fates.Values)
        {
            asked.TrySetException(cut);
        }
    }

    private sealed class Waiting(Action<Progress> hear)
    {
        public Action<Progress> Hear { get; } = hear;

        public TaskCompletionSource<Report> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The line to an agent broke: what it was told may have come or not.</summary>
public sealed class LinkCutException(string why) : FailureException(new(FailureCode.Host, why) { MayPass = true })
{
    /// <summary>Whether it is we who hung up, since what came from the other end was no reply.</summary>
    public bool IsNonsense { get; init; }
}
