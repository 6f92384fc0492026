using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Orders;
using Holdfast.Failures;
using Holdfast.Protocol;

namespace Holdfast.Agent;

/// <summary>
/// Where requests are answered on a host: refuses leaders that were overtaken, writes orders of runs down before they begin, and never
/// carries one out a second time because it was sent twice.
/// </summary>
/// <param name="places">Where relative paths of plans start on this host.</param>
/// <param name="log">Null: orders of runs are not remembered, as where nothing may be written.</param>
public sealed class AgentDesk(AgentSettings settings, string places, OrderLog? log) : IDisposable
{
    /// <summary>How often an order that another agent carries out is looked at.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);

    private readonly HostAgent _agent = new(settings);
    private readonly ConcurrentDictionary<string, UnderWay> _underWay = [];
    private readonly Lock _beginning = new();

    public string Places => places;

    /// <summary>Those that a run needs are carried out to their end, whoever listens.</summary>
    public Task WhenDoneAsync() => Task.WhenAll(_underWay.Values.Select(u => u.Work.ContinueWith(static _ => { }, TaskScheduler.Default)));

    public Greeting Greet() => new(
        ProtocolJson.Version,
        typeof(AgentDesk).Assembly.GetName().Version?.ToString(3) ?? "",
        $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}",
        Environment.MachineName,
        Environment.UserName,
        places,
        FreeBytes(),
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        settings.Time.GetUtcNow());

    public Fate FateOf(Ask ask) => _underWay.ContainsKey(ask.Id) ? new(ask.Id, OrderState.UnderWay) : log?.FateOf(ask.Run, ask.Id) ?? Fate.UnknownOf(ask.Id);

    /// <summary>Ends an order; whoever waits for it is told.</summary>
    public void Cancel(string id)
    {
        if (_underWay.TryGetValue(id, out var underWay))
        {
            underWay.Stop.Cancel();
        }
    }

    /// <summary>Ends what no run needs: whoever asked for it has gone.</summary>
    public void CancelUnled()
    {
        foreach (var underWay in _underWay.Values.Where(u => !u.IsLed))
        {
            underWay.Stop.Cancel();
        }
    }

    /// <summary>Whatever goes wrong is the report.</summary>
    /// <param name="hear">Hears how far it is.</param>
    /// <exception cref="OperationCanceledException">It was cancelled by <see cref="Cancel"/>.</exception>
    public async Task<Report> CarryOutAsync(CarryOut request, Action<Progress> hear)
    {
        try
        {
            return await (request.Lead is null || log is null ? BeginAsync(request, hear, end: null) : OnceAsync(request, request.Lead, log, hear));
        }
        catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException)
        {
            return Failed.Of(Failure.Of(e)); // Of the log: nothing was begun.
        }
        catch (Exception e) when (e is not OperationCanceledException) // An order that fails is a report, whatever it was.
        {
            return new Failed($"{request.Order.GetType().Name} failed unexpectedly: {e.Message}", "This is a fault of Holdfast; the order may be repeated.")
            {
                Code = FailureCode.Unforeseen,
            };
        }
    }

    public void Dispose() => _agent.Dispose();

    private async Task<Report> OnceAsync(CarryOut request, Lead lead, OrderLog log, Action<Progress> hear)
    {
        log.Hear(lead);
        while (true)
        {
            // 1. Carried out here, perhaps for a connection that was cut.
            if (_underWay.TryGetValue(request.Id, out var underWay))
            {
                return await underWay.Work;
            }

            // 2. New.
            var kind = request.Order.GetType().Name;
            if (log.TryBegin(lead, request.Id, kind))
            {
                return await BeginAsync(request, hear, report => log.End(lead, request.Id, report));
            }

            // 3. It came before.
            switch (log.FateOf(lead.Run, request.Id))
            {
                case { State: OrderState.Ended, Report: { } report }:
                    return report;
                case { State: OrderState.Interrupted } when !request.Order.IsRepeatable:
                    return new Failed(
                        "it was under way on the host when what carried it out was ended, and may or may not have happened",
                        "Look at the host; then have the step done again, or skip it.") { Code = FailureCode.Interrupted };
                case { State: OrderState.Interrupted } when log.TryBeginAgain(lead, request.Id, kind):
                    return await BeginAsync(request, hear, report => log.End(lead, request.Id, report));
                default:
                    hear(new(request.Id));
                    await Task.Delay(Look, settings.Time, CancellationToken.None); // Another agent has it.
                    break;
            }
        }
    }

    /// <param name="end">Told how it ended, before anyone else; null for a report: it was stopped.</param>
    private async Task<Report> BeginAsync(CarryOut request, Action<Progress> hear, Action<Report?>? end)
    {
        var stop = new CancellationTokenSource();
        var done = new TaskCompletionSource<Report>(TaskCreationOptions.RunContinuationsAsynchronously);
        var underWay = new UnderWay(done.Task, stop, request.Lead is not null);
        lock (_beginning)
        {
            if (!_underWay.TryAdd(request.Id, underWay))
            {
                stop.Dispose();
                return new Failed($"order {request.Id} is under way already", "Wait for its report.") { Code = FailureCode.Refused };
            }
        }

        try
        {
            var report = await CarryOutAsync(request, hear, stop.Token);
            end?.Invoke(report);
            done.SetResult(report);
        }
        catch (OperationCanceledException)
        {
            end?.Invoke(null);
            done.SetCanceled(CancellationToken.None);
        }
        catch (Exception e) // Whoever waits for it is told.
        {
            done.SetException(e);
        }
        finally
        {
            _underWay.TryRemove(request.Id, out _);
            stop.Dispose();
        }

        return await done.Task;
    }

    private async Task<Report> CarryOutAsync(CarryOut request, Action<Progress> hear, CancellationToken cancellationToken)
    {
        hear(new(request.Id));
        if (request is { Lent: null or { Count: 0 }, ClockAhead: null })
        {
            return await _agent.CarryOutAsync(request.Order, (bytes, total) => hear(new(request.Id, bytes, total)), cancellationToken);
        }

        using var lendee = new HostAgent(settings with
        {
            ClockAhead = request.ClockAhead ?? TimeSpan.Zero,
            Lent = (request.Lent ?? new Dictionary<string, string>()).ToDictionary(l => l.Key, l => Encoding.Unicode.GetString(Convert.FromBase64String(l.Value))),
        });
        return await lendee.CarryOutAsync(request.Order, (bytes, total) => hear(new(request.Id, bytes, total)), cancellationToken);
    }

    private long? FreeBytes()
    {
        try
        {
            return new DriveInfo(places).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <param name="IsLed">Whether a run needs it.</param>
    private sealed record UnderWay(Task<Report> Work, CancellationTokenSource Stop, bool IsLed);
}
