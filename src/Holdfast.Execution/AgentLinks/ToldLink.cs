using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks;

/// <summary>Says how far copies and restores are that take long, wherever they are carried out.</summary>
/// <param name="note">Hears a sentence; from any thread.</param>
public sealed class ToldLink(IAgentLink inner, Action<string> note, TimeProvider clock) : IAgentLink
{
    /// <summary>Until something is said of an order, and between two words of it: what is over by then needs none.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    public async Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken)
    {
        if (Doing(instruction.Order, host) is not { } doing)
        {
            return await inner.SendAsync(host, instruction, cancellationToken);
        }

        var (begun, last) = (clock.GetTimestamp(), new Progress(instruction.Id));
        await using var timer = clock.CreateTimer(_ => note($"{doing}: {Far(last)}, for {Spoken(clock.GetElapsedTime(begun))} now"), null, Pause, Pause);
        return await inner.SendAsync(
            host,
            instruction with
            {
                Hear = progress =>
                {
                    last = progress.Bytes is null ? last : progress;
                    instruction.Hear(progress);
                },
            },
            cancellationToken);
    }

    public Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken) => inner.AskAsync(host, run, id, cancellationToken);

    private static string? Doing(Order order, string host) => order switch
    {
        CaptureOrder capture => $"copying {capture.System} on {host}",
        RestoreOrder restore => $"restoring {restore.System} on {host}",
        _ => null,
    };

    private static string Far(Progress last) => last switch
    {
        { Bytes: { } bytes, Total: > 0 and var total } => $"{Size(bytes)} of {Size(total)}",
        { Bytes: > 0 and var bytes } => Size(bytes),
        _ => "nothing is moved yet",
    };

    private static string Size(long bytes) =>
        bytes >= 1_000_000_000 ? FormattableString.Invariant($"{bytes / 1e9:0.0} GB") : FormattableString.Invariant($"{bytes / 1e6:0.0} MB");

    private static string Spoken(TimeSpan time) => time.TotalMinutes < 2 ? FormattableString.Invariant($"{time.TotalSeconds:0} s") : FormattableString.Invariant($"{time.TotalMinutes:0} min");
}
