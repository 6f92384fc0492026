using System.Text;
using Holdfast.Failures;
using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks;

/// <summary>
/// One host that is another machine. One agent serves all orders; when the line to it breaks, another is opened and asked again with the same
/// ids, so that what went on meanwhile is taken up and nothing is done twice.
/// </summary>
/// <param name="name">The host's name in the plan.</param>
/// <param name="open">Connects to an agent of the host.</param>
/// <param name="lend">Finds a secret on this machine; null: it is not here, and the host may have it.</param>
/// <param name="tell">Hears what is wrong with the host although it answers; once.</param>
public sealed class RemoteLink(
    string name, Func<CancellationToken, Task<AgentConnection>> open, Func<string, CancellationToken, Task<string?>> lend, TimeProvider clock, Action<string>? tell = null) : IAgentLink, IAsyncDisposable
{
    /// <summary>How long a host that was heard of is sought again when the line to it broke.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _opening = new(1);
    private AgentConnection? _connection;
    private bool _told;

    /// <summary>Who answers on the host.</summary>
    /// <exception cref="FailureException">No one does.</exception>
    public async Task<AgentConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsCut: false } running)
            {
                return running;
            }

            if (_connection is { } broken)
            {
                _connection = null;
                await broken.DisposeAsync();
            }

            _connection = await open(cancellationToken);
            if (_connection.ClockAhead is { } ahead && !_told)
            {
                _told = true;
                tell?.Invoke($"the clock of host {name} {ClockWord.Of(ahead)} this machine's: what is done there is dated by this machine's. Set the wrong one.");
            }

            return _connection;
        }
        finally
        {
            _opening.Release();
        }
    }

    public async Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (host != name)
        {
            return new Failed($"host {host} is not reached over the link to {name}");
        }

        LinkCutException? cut = null;
        var (since, pause) = (0L, FirstPause);
        while (true)
        {
            try
            {
                var connection = await ConnectAsync(cancellationToken);
                return await connection.CarryOutAsync(await RequestAsync(instruction, cancellationToken) with { ClockAhead = connection.ClockAhead }, instruction.Hear, cancellationToken);
            }
            catch (LinkCutException e)
            {
                (cut, since) = (e, cut is null ? clock.GetTimestamp() : since);
            }
            catch (FailureException e) when (cut is null || !e.Failure.MayPass)
            {
                // It never came, or what is there now is not the host that it came to.
                return cut is null ? Failed.Of(e.Failure) : InDoubt(instruction, e.Failure.OneLine);
            }
            catch (FailureException)
            {
                // Still out of reach.
            }
            catch (OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return new Failed($"{instruction.Order.GetType().Name} on {host} was ended half-way by another who leads") { Code = FailureCode.Interrupted };
            }
            catch (Exception e) // A link's promise: whatever goes wrong with an order is its report.
            {
                return new Failed($"{instruction.Order.GetType().Name} on {host} failed unexpectedly: {e.Message}", "This is a fault of Holdfast; the order may be repeated.");
            }

            if (clock.GetElapsedTime(since) > Patience)
            {
                return InDoubt(instruction, cut!.Message);
            }

            await Task.Delay(pause, clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    public async Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken)
    {
        try
        {
            return host == name ? await (await ConnectAsync(cancellationToken)).AskAsync(run, id, cancellationToken) : Fate.UnknownOf(id);
        }
        catch (FailureException)
        {
            return Fate.UnknownOf(id); // It can't be reached.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }

        _opening.Dispose();
    }

    private Failed InDoubt(Instruction instruction, string why) => new(
        $"the link to host {name} broke and did not come back, so it is not known whether it was done there: {why}",
        instruction.Lead is null ? "See that the host can be reached, and try again." : "See that the host can be reached, then take the run up: the host is asked what became of it.")
    {
        Code = FailureCode.Interrupted, MayPass = true,
    };

    private async Task<CarryOut> RequestAsync(Instruction instruction, CancellationToken cancellationToken)
    {
        var lent = new Dictionary<string, string>();
        foreach (var reference in instruction.Order.Secrets.Distinct())
        {
            if (await lend(reference, cancellationToken) is { } secret)
            {
                lent[reference] = Convert.ToBase64String(Encoding.Unicode.GetBytes(secret));
            }
        }

        return new(instruction.Id, instruction.Order, instruction.Lead) { Lent = lent.Count == 0 ? null : lent };
    }
}
