using Holdfast.Protocol;

namespace Holdfast.Agent.Checks;

/// <summary>Asks until the answer is right or time is over.</summary>
internal sealed class CheckPoller(AgentSettings settings, CheckAttempt attempt)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    internal async Task<Report> PollAsync(CheckOrder order, CancellationToken cancellation)
    {
        var begun = settings.Time.GetTimestamp();
        for (string? wrong = null; ;)
        {
            var left = order.Timeout - settings.Time.GetElapsedTime(begun);
            if (wrong is not null && left <= TimeSpan.Zero)
                return new Failed($"{CheckAttempt.Describe(order.Check)}: not right after {order.Timeout.TotalSeconds:0.#} s; last answer: {wrong}");
            // Even when hardly any time is left, one full attempt is made: a check that never asked knows nothing.
            wrong = await attempt.WhatIsWrongAsync(order.Check, left, cancellation);
            if (wrong is null) return new Done();
            await Task.Delay(Pause, settings.Time, cancellation);
        }
    }
}
