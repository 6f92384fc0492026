using System.Globalization;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Restic.Platform;
using Holdfast.Sources.Processes;

namespace Holdfast.Execution.AgentLinks.Ssh;

/// <summary>
/// A host behind ssh. The system's own <c>ssh</c> reaches it, with the user's configuration, keys, agent and known hosts; one connection
/// brings this program there where it is missing, and then carries the agent.
/// </summary>
/// <param name="host">One that has an address for ssh.</param>
public sealed class SshPlace(Host host, AgentProgram program, TimeProvider clock)
{
    /// <summary>Until the agent must answer: a login shell with heavy start-up files takes seconds. It begins anew with each piece of the program that a slow line takes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Hears that the program is sent, which takes a while over a slow line.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>ssh's own status; any other is that of what it started.</summary>
    private const string OwnTrouble = "ssh ended with 255";

    private readonly SshAddress _address = SshAddress.TryParse(host.Ssh ?? "") ?? throw new ArgumentException($"{host.Name} has no address for ssh.", nameof(host));

    /// <exception cref="FailureException">It cannot be reached, is not who it should be, or does not take the program; nothing was carried out.</exception>
    public async Task<AgentConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var process = new PipedProgram(new HostProgram("ssh", [.. Arguments()]) { OwnSession = true }.Start(), "ssh");
        string? there = null;
        try
        {
            var lines = new LineReader(process.Output);
            there = await new AgentDelivery(host.Name, program, Note, () => late.CancelAfter(Patience), clock).HandOverAsync(process.Input, lines, either.Token);
            return await AgentConnection.OpenAsync(process.Input, lines, process.EndAsync, clock, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailureException(SshTrouble.Of(Target, await process.EndAsync()) with { Message = $"host {host.Name} ({_address}) did not answer within {Patience.TotalMinutes:0} minutes" });
        }
        catch (LinkCutException e) when (there is null && e.IsNonsense)
        {
            await process.EndAsync();
            throw new FailureException(new(
                FailureCode.Host, $"the login shell of host {host.Name} ({_address}) does not let a program be started: {e.Message}", "Log in there with ssh by hand, and see what it prints before anything is typed."));
        }
        catch (LinkCutException e)
        {
            var how = await process.EndAsync();
            throw new FailureException(there is not null && (e.IsNonsense || !how.StartsWith(OwnTrouble, StringComparison.Ordinal)) ? NoAgent(e.IsNonsense ? e.Message : how, there) : SshTrouble.Of(Target, how));
        }
        catch // Whatever it was, no one else would end ssh.
        {
            await process.EndAsync();
            throw;
        }
    }

    /// <summary>The line stood, and what began at its other end is no agent.</summary>
    private Failure NoAgent(string why, string there) => new(
        FailureCode.Host,
        $"what was started on host {host.Name} ({_address}) does not answer as Holdfast's agent: {why}",
        $"Start it there by hand: {there}/holdfast --version. If that fails, its file system may let no programs run (noexec); if it works, see what that user's login, or a forced command for its key, puts in between.");

    private SshTarget Target => new($"host {host.Name} ({_address})", "this machine", _address.User, _address.Name, _address.Port, Manner);

    private SshManner Manner => new(host.HostKey, host.Via);

    private IEnumerable<string> Arguments() =>
    [
        "-T",
        .. Manner.Options,
        .. _address.Port is { } port ? ["-p", port.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        .. _address.User is { } user ? ["-l", user] : Array.Empty<string>(),
        "--",
        _address.Name,
        AgentDelivery.CommandFor(program, host.Sudo),
    ];
}
