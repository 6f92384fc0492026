using Holdfast.Agent.Access;
using Holdfast.Agent.Checks;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Data;
using Holdfast.Agent.Services;
using Holdfast.Failures;
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
    private readonly ServiceLook _look;
    private readonly HostLook _host;
    private readonly DrillFolder _drills;
    private readonly Repositories _repositories;
    private readonly CaptureWork _captures;
    private readonly RestoreWork _restores;

    public HostAgent(AgentSettings settings)
    {
        var keyring = new Keyring(settings.Time, settings.Lent);
        _http = new(settings.Time);
        _commands = new(settings);
        var data = new KnownData(settings.Time, keyring);
        _checks = new(settings, new(settings, _http, _commands, data));
        _stopper = new(settings);
        _starter = new(settings, _stopper);
        _look = new(settings);
        _drills = new(settings, _stopper);
        _repositories = new(settings, keyring);
        _host = new(settings, _repositories);
        _captures = new(settings, data, _repositories);
        _restores = new(settings, data, _repositories);
    }

    /// <exception cref="OperationCanceledException">Cancelled; the order may be repeated.</exception>
    public Task<Report> CarryOutAsync(Order order, CancellationToken cancellation) => CarryOutAsync(order, static (_, _) => { }, cancellation);

    /// <param name="moved">Hears how many bytes were moved so far, and how many there are as far as is known; from any thread.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the order may be repeated.</exception>
    public Task<Report> CarryOutAsync(Order order, Action<long, long> moved, CancellationToken cancellation) => ReportAsync(() => order switch
    {
        EnsureRepositoryOrder ensure => _repositories.EnsureAsync(ensure.Repository, cancellation),
        CaptureOrder capture => _captures.CaptureAsync(capture, moved, cancellation),
        RestoreOrder restore => _restores.RestoreAsync(restore, moved, cancellation),
        StartServiceOrder start => _starter.StartAsync(start, cancellation),
        StopServiceOrder stop => _stopper.StopAsync(stop, cancellation),
        LookAtServicesOrder look => _look.LookAsync(look, cancellation),
        RunCommandOrder run => _commands.RunAsync(run, cancellation),
        EndCommandOrder end => _commands.EndAsync(end, cancellation),
        CheckOrder check => _checks.PollAsync(check, cancellation),
        LookAtHostOrder look => _host.LookAsync(look, cancellation),
        OpenHostOrder open => OpenHost(open),
        OpenDrillOrder open => _drills.OpenAsync(open, cancellation),
        CloseDrillOrder close => _drills.CloseAsync(close, cancellation),
        _ => throw new HostException($"this agent does not know the order {order.GetType().Name}", "update Holdfast on this host"),
    });

    private static Task<Report> OpenHost(OpenHostOrder order)
    {
        TrustedPlace.Require(order.Folder);
        Directory.CreateDirectory(order.Folder);
        return Task.FromResult<Report>(new Done());
    }

    private static async Task<Report> ReportAsync(Func<Task<Report>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException)
        {
            return Failed.Of(Failure.Of(e));
        }
    }

    public void Dispose() => _http.Dispose();
}
