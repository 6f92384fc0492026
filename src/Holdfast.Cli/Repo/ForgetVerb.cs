using System.CommandLine;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

internal static class ForgetVerb
{
    internal static Command Create(RepoOptions options)
    {
        var ids = new Argument<string[]>("snapshot") { Description = "Forget these, whatever the policy", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var removeAll = new Option<bool>("--unsafe-allow-remove-all") { Description = "With a filter and no policy: forget all that the filter lets through" };
        var compact = new Option<bool>("--compact", "-c") { Description = "Tell less about each snapshot" };
        var groupBy = new Option<string>("--group-by", "-g")
        {
            Description = "What snapshots of one group have in common: host, paths, tags; '' for no groups", HelpName = "group", DefaultValueFactory = _ => "host,paths",
        };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Only tell what would be done" };
        var andPrune = new Option<bool>("--prune") { Description = "Free the space, too, if anything was forgotten" };
        var (keep, choice, prune) = (new KeepOptions(), new SnapshotChoice(shortHost: false), new PruneOptions());
        var command = new Command("forget", "Remove snapshots: those named, or all that a policy does not keep") { ids, removeAll, compact, groupBy, dryRun, andPrune };
        keep.AddTo(command);
        choice.AddTo(command);
        prune.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            var line = context.Line;
            var pruneRequest = prune.Request(line);
            var request = new ForgetRequest
            {
                Named = line.GetValue(ids)!,
                Filter = choice.Filter(line),
                Grouping = SnapshotGrouping.Parse(line.GetValue(groupBy)!),
                Policy = keep.Policy(line),
                AllowRemoveAll = line.GetValue(removeAll),
                Prune = line.GetValue(andPrune) ? pruneRequest : null,
                DryRun = line.GetValue(dryRun),
                NoLock = context.NoLock,
                LockPatience = context.LockPatience,
            };
            return await RunAsync(context, request, new(context, line.GetValue(compact)), ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(RepoContext context, ForgetRequest request, ForgetDisplay display, CancellationToken ct)
    {
        await using var repository = await context.OpenAsync(ct);
        using var shown = new ShownProgress(context, "pruning");
        var pruned = new PruneDisplay(context, shown, request.DryRun);
        var report = await repository.ForgetAsync(request, plan => display.Plan(plan, request), pruned.Plan, pruned, ct);
        if (report.Prune is { } done)
        {
            pruned.Done(done);
        }

        foreach (var snapshot in report.NotRemoved)
        {
            context.Errors.WriteLine($"unable to remove snapshot/{snapshot.Id} from the repository");
        }

        return report.NotRemoved.Count + (report.Prune?.NotRemoved.Count ?? 0) == 0 ? Verb.Success : Verb.Partial;
    }
}
