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
/// <param name="folder">Of this machine: where a pinned key of the host is written down while ssh needs it.</param>
public sealed class SshPlace(Host host, AgentProgram program, string folder, TimeProvider clock)
{
    /// <summary>Until the agent must answer: a login shell with heavy start-up files takes seconds, and a slow line some more for the program.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    private readonly SshAddress _address = SshAddress.TryParse(host.Ssh ?? "") ?? throw new ArgumentException($"{host.Name} has no address for ssh.", nameof(host));

    /// <exception cref="FailureException">It cannot be reached, is not who it should be, or does not take the program; nothing was carried out.</exception>
    public async Task<AgentConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var known = KnownHost.Of(host, folder);
        var process = new PipedProgram(new HostProgram("ssh", [.. Arguments(known)]) { OwnSession = true }.Start());
        try
        {
            var lines = new LineReader(process.Output);
            await new AgentDelivery(host.Name, program).HandOverAsync(process.Input, lines, either.Token);
            return await AgentConnection.OpenAsync(process.Input, lines, process.EndAsync, clock, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailureException(SshTrouble.Of(host, await process.EndAsync()) with { Message = $"host {host.Name} ({_address}) did not answer within {Patience.TotalMinutes:0} minutes" });
        }
        catch (LinkCutException)
        {
            throw new FailureException(SshTrouble.Of(host, await process.EndAsync()));
        }
        catch // Whatever it was, no one else would end ssh.
        {
            await process.EndAsync();
            throw;
        }
    }

    private IEnumerable<string> Arguments(KnownHost? known)
    {
        // What is typed is for people: here no one answers, so nothing is asked; and what is not known is never taken for good.
        string[] options =
        [
            "-T", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "UpdateHostKeys=no", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=5",
            "-o", "ServerAliveCountMax=3", "-o", "ControlMaster=no", "-o", "ControlPath=none", "-o", "ForwardAgent=no", "-o", "ForwardX11=no", "-o", "ClearAllForwardings=yes",
            "-o", "RequestTTY=no", "-o", "EscapeChar=none", "-o", "LogLevel=ERROR",
        ];
        return
        [
            .. options,
            .. known?.Options ?? [],
            .. host.Via is { } via ? ["-J", via] : Array.Empty<string>(),
            .. _address.Port is { } port ? ["-p", port.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            .. _address.User is { } user ? ["-l", user] : Array.Empty<string>(),
            "--",
            _address.Name,
            AgentDelivery.CommandFor(program, host.Sudo),
        ];
    }
}
