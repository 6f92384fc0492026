using Holdfast.Agent.Commands;
using Holdfast.Agent.Services;
using Holdfast.Protocol;

namespace Holdfast.Agent.Checks;

/// <summary>Asks until the answer is right, and from the right one, or time is over.</summary>
internal sealed class CheckPoller(AgentSettings settings, CheckAttempt attempt)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly WhoAnswered _who = new(settings);

    internal async Task<Report> PollAsync(CheckOrder order, CancellationToken cancellation)
    {
        var begun = settings.Time.GetTimestamp();
        for (string? wrong = null; ;)
        {
            var left = order.Timeout - settings.Time.GetElapsedTime(begun);
            if (wrong is not null && left <= TimeSpan.Zero)
            {
                return new Failed($"{CheckAttempt.Describe(order.Check)}: not right after {order.Timeout.TotalSeconds:0.#} s; last answer: {wrong}");
            }

            // Even when hardly any time is left, one full attempt is made: a check that never asked knows nothing.
            var asked = await attempt.AskAsync(order.Check, order.From, left, cancellation);
            if (order.AsControl)
            {
                return asked.Wrong is { } fails ? new Failed(fails) : new Done(Note: asked.Note);
            }

            // A service that ended does not come back by waiting, whatever the answer was.
            if (order is { From.Folder: var folder, Running: { } running } && ServiceLook.FirstDead(folder, running) is { } dead)
            {
                return new Failed($"{CheckAttempt.Describe(order.Check)}: {dead}", "mend its cause, then try again: it is started again first");
            }

            var answered = asked.Wrong is null && order.From is { Anyone: false } from ? await _who.JudgeAsync(order.Check, asked, from, cancellation) : Answered.Rightly;
            wrong = asked.Wrong ?? answered.Wrong;
            if (wrong is null)
            {
                return new Done(Note: Both(answered.Note, asked.Note)) { Unproven = answered.IsUnproven };
            }

            await Task.Delay(Pause, settings.Time, cancellation);
        }
    }

    private static string? Both(string? one, string? other) => one is null ? other : other is null ? one : $"{one}; {other}";
}
