using System.CommandLine;

namespace Holdfast.Cli.Repo;

internal static class PruneVerb
{
    internal static Command Create(RepoOptions options)
    {
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Only tell what would be done" };
        var recover = new Option<string?>("--unsafe-recover-no-free-space")
        {
            Description = "UNSAFE: free space where nothing more can be written; try --max-repack-size 0 first", HelpName = "repository id",
        };
        var removeAll = new Option<bool>("--unsafe-allow-remove-all") { Description = "Go on though there is no snapshot, and delete all data" };
        var prune = new PruneOptions();
        var command = new Command("prune", "Free the space of what no snapshot uses") { dryRun, recover, removeAll };
        prune.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            var request = prune.Request(context.Line) with
            {
                DryRun = context.Line.GetValue(dryRun),
                RecoverNoFreeSpace = context.Line.GetValue(recover) is { Length: > 0 } id ? id : null,
                AllowRemoveAll = context.Line.GetValue(removeAll),
                NoLock = context.NoLock,
                LockPatience = context.LockPatience,
            };
            await using var repository = await context.OpenAsync(ct);
            using var shown = new ShownProgress(context, "pruning");
            var display = new PruneDisplay(context, shown, request.DryRun);
            var report = await repository.PruneAsync(request, display.Plan, display, ct);
            display.Done(report);
            return report.NotRemoved.Count == 0 ? Verb.Success : Verb.Partial;
        });
        return command;
    }
}
