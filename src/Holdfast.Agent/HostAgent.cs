using Holdfast.Agent.Checks;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Keys;
using Holdfast.Agent.Services;
using Holdfast.Protocol;
using Holdfast.Sources;

namespace Holdfast.Agent;

/// <summary>
/// Carries out orders on this host, beside the data. Whatever goes wrong with an order is its report; only cancellation is thrown.
/// One agent may carry out several orders at the same time.
/// </summary>
public sealed class HostAgent : IDisposable
{
    private readonly HttpQuestion _http;
    private readonly CommandRunner _commands;
    private readonly CheckPoller _checks;
    private readonly ServiceStarter _starter;
    private readonly ServiceStopper _stopper;

    public HostAgent(AgentSettings settings)
    {
        var keyring = new Keyring(settings.Time);
        _http = new(settings.Time);
        _commands = new(settings);
        _checks = new(settings, new(_http, _commands, keyring));
        _stopper = new(settings);
        _starter = new(settings, _stopper);
    }

    /// <exception cref="OperationCanceledException">Cancelled; the order may be repeated.</exception>
    public async Task<Report> CarryOutAsync(Order order, CancellationToken cancellation)
    {
        try
        {
            return order switch
            {
                StartServiceOrder start => await _starter.StartAsync(start, cancellation),
                StopServiceOrder stop => await _stopper.StopAsync(stop, cancellation),
                RunCommandOrder run => await _commands.RunAsync(run, cancellation),
                CheckOrder check => await _checks.PollAsync(check, cancellation),
                _ => new Failed($"this agent does not know the order {order.GetType().Name}", "update Holdfast on this host"),
            };
        }
        catch (HostException e)
        {
            return new Failed(e.Message, e.Hint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failed(e.Message);
        }
    }

    public void Dispose() => _http.Dispose();
}
