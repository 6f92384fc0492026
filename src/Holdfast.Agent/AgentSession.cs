using Holdfast.Protocol;

namespace Holdfast.Agent;

/// <summary>
/// One leader at the other end of two streams. Orders are carried out side by side. When the leader is gone, what its run needs is carried
/// out to its end all the same, and waits in the log for whoever asks.
/// </summary>
public sealed class AgentSession(AgentDesk desk, Stream from, Stream to, TimeProvider time) : IDisposable
{
    /// <summary>How often an order that is under way says so.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _writing = new(1);
    private volatile bool _gone;

    /// <summary>Comes back when the leader is gone and nothing is under way any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var lines = new LineReader(from);
        var underWay = new List<Task>();
        try
        {
            while (await lines.ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken) is { } line)
            {
                underWay.RemoveAll(t => t.IsCompleted);
                underWay.Add(AnswerAsync(line));
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // As good as gone: no further request can be told from the rest.
        }

        _gone = true;
        desk.CancelUnled();
        await Task.WhenAll(underWay);
    }

    public void Dispose() => _writing.Dispose();

    private async Task AnswerAsync(byte[] line)
    {
        await Task.Yield();
        Request request;
        try
        {
            request = Wire.ReadRequest(line, desk.Places);
        }
        catch (InvalidDataException e)
        {
            await SayAsync(new Misunderstood(e.Message));
            return;
        }

        switch (request)
        {
            case Greet:
                await SayAsync(desk.Greet());
                break;
            case Cancel cancel:
                desk.Cancel(cancel.Id);
                break;
            case Ask ask:
                await SayAsync(desk.FateOf(ask));
                break;
            case CarryOut order:
                await CarryOutAsync(order);
                break;
        }
    }

    private async Task CarryOutAsync(CarryOut order)
    {
        var last = new Progress(order.Id);
        await using var beat = time.CreateTimer(_ => SayAsync(last).ContinueWith(static _ => { }, TaskScheduler.Default), null, Beat, Beat);
        try
        {
            await SayAsync(last);
            var report = await desk.CarryOutAsync(order, progress => last = progress);
            await SayAsync(new Reported(order.Id, report));
        }
        catch (OperationCanceledException)
        {
            await SayAsync(new Cancelled(order.Id));
        }
    }

    private async Task SayAsync(Reply reply)
    {
        if (_gone)
        {
            return;
        }

        var line = Wire.Of(reply);
        await _writing.WaitAsync();
        try
        {
            await to.WriteAsync(line, CancellationToken.None);
            await to.FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _gone = true; // No one hears it; it is in the log.
        }
        finally
        {
            _writing.Release();
        }
    }
}
