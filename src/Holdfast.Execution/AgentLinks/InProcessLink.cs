using Holdfast.Agent;
using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks;

/// <summary>
/// The agent of every host is this process: the plan's hosts are folders of this machine. What is sent is written and read as between
/// machines, so that nothing works here that could not be said there.
/// </summary>
/// <param name="elsewhere">Hosts that are other machines. Nothing of theirs may happen here by mistake.</param>
public sealed class InProcessLink(AgentDesk desk, IReadOnlySet<string> elsewhere) : IAgentLink
{
    public async Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken)
    {
        if (elsewhere.Contains(host))
        {
            return new Failed($"host {host} is another machine, which is not reached from here", "Work on that host itself, with a plan in which it has no  ssh:");
        }

        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var request = (CarryOut)Wire.ReadRequest(Wire.Of(new CarryOut(instruction.Id, instruction.Order, instruction.Lead)), desk.Places);
            using var stop = cancellationToken.Register(() => desk.Cancel(instruction.Id));
            var report = await desk.CarryOutAsync(request, progress =>
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    desk.Cancel(instruction.Id); // It was too early to be found a moment ago.
                }

                instruction.Hear((Progress)Wire.ReadReply(Wire.Of(progress)));
            });
            return ((Reported)Wire.ReadReply(Wire.Of(new Reported(instruction.Id, report)))).Report;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new Failed("it was ended half-way by another who leads");
        }
        catch (Exception e) // A link's promise: whatever goes wrong with an order is its report.
        {
            return new Failed($"{instruction.Order.GetType().Name} on {host} failed unexpectedly: {e.Message}", "This is a fault of Holdfast; the order may be repeated.");
        }
    }

    public Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken)
    {
        if (elsewhere.Contains(host))
        {
            return Task.FromResult(Fate.UnknownOf(id));
        }

        var ask = (Ask)Wire.ReadRequest(Wire.Of(new Ask(id, run)), desk.Places);
        return Task.FromResult((Fate)Wire.ReadReply(Wire.Of(desk.FateOf(ask))));
    }
}
