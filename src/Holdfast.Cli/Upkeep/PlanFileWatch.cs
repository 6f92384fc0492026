using System.CommandLine;
using Holdfast.Execution.Plans;
using Holdfast.Failures;

namespace Holdfast.Cli.Upkeep;

/// <summary>
/// Whether the plan's file still says what the schedule is kept by. A file that is no plan changes nothing but that nothing is removed any more: what
/// it was to protect from removal is not known.
/// </summary>
/// <param name="parsed">As the schedule was begun: the plan is trusted by the same rules.</param>
/// <param name="session">What the schedule is kept by.</param>
internal sealed class PlanFileWatch(SessionOptions options, ParseResult parsed, Session session, Action<string> warn) : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>An editor may be writing it: what it says is what it says twice.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly string _file = Path.Combine(session.Plan.Folder, session.Plan.FileName);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Waits until the file says something else that can be used.</summary>
    /// <returns>What the schedule is to be kept by from then on.</returns>
    public async Task<Session> ChangedAsync(CancellationToken cancellationToken)
    {
        UnusablePlan.Forget(session.State);
        while (true)
        {
            await Task.Delay(Every, session.Clock, cancellationToken);
            if (session.Trust.IsLocal && await LookAsync(onlyIfChanged: true, cancellationToken) is { } now && now.Plan.Hash != session.Plan.Hash)
            {
                return now;
            }
        }
    }

    /// <summary>Asked before anything is removed.</summary>
    /// <returns>Null: the plan is still this one, and by it something may be removed.</returns>
    public async Task<string?> WhyNothingGoesAsync(CancellationToken cancellationToken)
    {
        if (!session.Trust.IsLocal)
        {
            return session.Trust.IsKnown ? null : session.Trust.Standing.Says();
        }

        var now = await LookAsync(onlyIfChanged: false, cancellationToken);
        return now is null ? $"{_file} cannot be used as it is"
            : now.Plan.Hash != session.Plan.Hash ? $"{_file} was changed"
            : now.Trust.IsKnown ? null
            : now.Trust.Standing.Says();
    }

    public void Dispose() => _one.Dispose();

    /// <param name="onlyIfChanged">Whether nobody has to know how a plan that says the same is trusted now.</param>
    /// <returns>Null: it cannot be used, which is told once and remembered.</returns>
    private async Task<Session?> LookAsync(bool onlyIfChanged, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var (hash, why) = Read();
            if (hash != session.Plan.Hash)
            {
                await Task.Delay(Settling, session.Clock, cancellationToken);
                var before = hash;
                (hash, why) = Read();
                if (hash is not null && hash != before)
                {
                    return null; // It is being written.
                }
            }

            if (why is not null)
            {
                Remember(why);
                return null;
            }

            var now = onlyIfChanged && hash == session.Plan.Hash ? session : await options.OpenAsync(parsed, cancellationToken);
            if (UnusablePlan.In(session.State) is not null)
            {
                UnusablePlan.Forget(session.State);
                session.Screen.Line($"{_file} can be used again.");
            }

            return now;
        }
        catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException && !cancellationToken.IsCancellationRequested)
        {
            Remember(WhyOf(e)); // It was changed again in between.
            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    private (string? Hash, string? Why) Read()
    {
        try
        {
            var plan = StateOptions.ReadPlan(_file);
            return plan.Plan.Organization == session.Plan.Plan.Organization
                ? (plan.Hash, null)
                : (null, $"it is the plan of {plan.Plan.Organization} now");
        }
        catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException)
        {
            return (null, WhyOf(e));
        }
    }

    private void Remember(string why)
    {
        var before = UnusablePlan.In(session.State);
        if (before?.Why == why)
        {
            return;
        }

        warn($"the plan cannot be used as it is now: {why}. Copies go on by what it said before, SHA-256 {session.Plan.Hash[..16]}, and nothing is removed until it is put right. To see what is wrong: holdfast plan check");
        new UnusablePlan(before?.Since ?? session.Clock.GetUtcNow(), why).RememberIn(session.State);
    }

    private static string WhyOf(Exception e) => e is PlanRejectedException { Problems: [var first, ..] } ? $"{first.File}:{first.Line}:{first.Column}: {first.Message}"
        : e is FailureException failure ? failure.Failure.OneLine : e.Message;
}
