using Holdfast.Execution.Contexts;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Upkeep;

/// <summary>Does the upkeep again and again until it is interrupted, beside whatever takes copies: a little every hour, and removes once a day.</summary>
/// <param name="whyNothingGoes">Asked right before copies that the plan does not keep are removed; null: they may be.</param>
/// <param name="done">Hears of each repository that was looked after.</param>
/// <param name="warn">Hears what must not be overlooked.</param>
public sealed class UpkeepWatch(PlanContext context, Func<CancellationToken, Task<string?>> whyNothingGoes, Action<UpkeepReport> done, Action<string> warn)
{
    /// <summary>The first copies after a start come first.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>No wait is longer, so that a machine that slept goes on soon.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RemoveEvery = TimeSpan.FromHours(20);

    /// <summary>Until it is interrupted.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(First, cancellationToken);
        while (true)
        {
            await OnceAsync(cancellationToken);
            await WaitAsync(Every, cancellationToken);
        }
    }

    private async Task OnceAsync(CancellationToken cancellationToken)
    {
        using var lease = context.State.TryLease(StoreNames.UpkeepLease, "upkeep");
        if (lease is null)
        {
            return; // Somebody does it by hand.
        }

        try
        {
            await using var repositories = await RepositorySet.OpenAsync(context.Plan.Real(), context.Plan.Plan.Repositories, context.Keys, context.Clock, cancellationToken);
            foreach (var (name, why) in repositories.Closed)
            {
                warn($"{name} could not be looked after: {why}");
            }

            var reports = await new RepositoryUpkeep(context, repositories, new(whyNothingGoes, DryRun: false, RemoveEvery) { IsByItself = true }, warn).RunAsync(cancellationToken);
            foreach (var report in reports)
            {
                done(report);
            }
        }
        catch (Exception e) when (e is RepositoryException or IOException && !cancellationToken.IsCancellationRequested)
        {
            warn($"upkeep was not done: {e.Message}"); // The next hour tries again; copies go on meanwhile.
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        for (var passed = new PassedTime(context.Clock); passed.Value < wait;)
        {
            var left = wait - passed.Value;
            await Task.Delay(left < LookAgain ? left : LookAgain, context.Clock, cancellationToken);
        }
    }
}
