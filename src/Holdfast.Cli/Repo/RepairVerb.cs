using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Repairs;

namespace Holdfast.Cli.Repo;

internal static class RepairVerb
{
    internal static Command Create(RepoOptions options) => new("repair", "Repair what is damaged")
    {
        Index("index", options, isDeprecated: false), Packs(options), Snapshots(options),
    };

    /// <summary>The old name of <c>repair index</c>.</summary>
    internal static Command CreateRebuildIndex(RepoOptions options)
    {
        var command = Index("rebuild-index", options, isDeprecated: true);
        command.Hidden = true;
        return command;
    }

    private static Command Index(string name, RepoOptions options, bool isDeprecated)
    {
        var readAll = new Option<bool>("--read-all-packs") { Description = "Believe no index file: read the header of every pack" };
        var command = new Command(name, "Make the index say what the packs hold") { readAll };
        command.Runs(options, async (context, ct) =>
        {
            if (isDeprecated)
            {
                context.Errors.WriteLine($"Command \"{name}\" is deprecated, use \"repair index\" instead");
            }

            await using var repository = await context.OpenAsync(ct);
            using var shown = new ShownProgress(context, "repairing the index");
            var request = new IndexRepairRequest(context.Line.GetValue(readAll)) { LockPatience = context.LockPatience };
            var plan = await repository.RepairIndexAsync(request, new RepairDisplay(shown, "packs"), ct);
            shown.Dispose();
            Tell(context, plan);
            return plan.Damaged.Count == 0 ? Verb.Success : throw new RepositoryException(
                RepositoryFault.Damaged,
                $"{plan.Damaged.Count} packs are damaged; what the index said of them was kept, if it said anything",
                $"\"holdfast repo repair packs {string.Join(' ', plan.Damaged.Select(d => d.Pack))}\" saves what is good in them");
        });
        return command;
    }

    private static void Tell(RepoContext context, IndexRepairPlan plan)
    {
        foreach (var damaged in plan.DamagedIndexFiles)
        {
            context.Say($"removed an invalid index: {damaged}");
        }

        Each(plan.Missing, "removed pack {0} from the index: its file is not there");
        Each(plan.Added, "added pack {0} to the index");
        Each(plan.Corrected, "corrected what the index says of pack {0}");
        foreach (var damage in plan.Damaged)
        {
            context.Errors.WriteLine($"error: {damage.Why}");
        }

        context.Say(plan.IsNothing
            ? $"the index is right: it lists {plan.Packs} packs"
            : $"the index lists {plan.Packs} packs; {plan.ObsoleteFiles} old index files were replaced");

        void Each(IReadOnlyList<PackId> packs, string text)
        {
            foreach (var pack in packs)
            {
                context.Say(string.Format(null, text, pack));
            }
        }
    }

    private static Command Packs(RepoOptions options)
    {
        var ids = new Argument<string[]>("pack") { Description = "Which packs: whole ids, as \"check --read-data\" tells them", Arity = ArgumentArity.OneOrMore };
        var command = new Command("packs", "Save what is good in damaged packs and remove them; their files are kept in the current folder") { ids };
        command.Runs(options, async (context, ct) =>
        {
            List<PackId> packs = [.. context.Line.GetValue(ids)!.Select(PackOf)];
            await using var repository = await context.OpenAsync(ct);
            using var shown = new ShownProgress(context, "repairing packs");
            var request = new PackRepairRequest(packs, Environment.CurrentDirectory) { LockPatience = context.LockPatience };
            var report = await repository.RepairPacksAsync(request, new RepairDisplay(shown, "packs"), ct);
            shown.Dispose();
            Tell(context, report);
            return Verb.Success;
        });
        return command;
    }

    private static PackId PackOf(string text) => Digest.TryParse(text, out var digest) ? new(digest) : throw new UsageException(
        $"\"{text}\" is no id of a pack", "an id has 64 hexadecimal digits; give all of them");

    private static void Tell(RepoContext context, PackRepairReport report)
    {
        foreach (var pack in report.Intact)
        {
            context.Say($"pack {pack} is good and was left alone");
        }

        foreach (var copy in report.Copies)
        {
            context.Say($"kept the damaged pack as {copy}");
        }

        foreach (var lost in report.Lost)
        {
            context.Errors.WriteLine($"lost: {lost}");
        }

        context.Say(
            $"{report.Removed.Count} packs removed; {report.BlobsSaved} blobs saved, {report.BlobsElsewhere} are in other packs too, {report.Lost.Count} lost");
        if (report.Lost.Count > 0)
        {
            context.Say(
                "A new backup brings back what its source still has. Then \"holdfast repo repair snapshots --forget\" leaves out of all snapshots what is lost.");
        }
    }

    private static Command Snapshots(RepoOptions options)
    {
        var ids = new Argument<string[]>("snapshot") { Description = "Only these", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Only tell what would be done" };
        var forget = new Option<bool>("--forget") { Description = "Remove the originals once their repaired copies are stored" };
        var choice = new SnapshotChoice();
        var command = new Command("snapshots", "Leave out of snapshots what is lost") { ids, dryRun, forget };
        choice.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            using var shown = new ShownProgress(context, "repairing snapshots");
            var request = new SnapshotRepairRequest(
                new(context.Line.GetValue(ids)!, choice.Filter(context.Line)), context.Line.GetValue(dryRun), context.Line.GetValue(forget))
            {
                LockPatience = context.LockPatience,
            };
            var report = await repository.RepairSnapshotsAsync(request, new RepairDisplay(shown, "snapshots"), ct);
            shown.Dispose();
            Tell(context, request, report);
            return report.Failures.Count == 0 ? Verb.Success : Verb.Failure;
        });
        return command;
    }

    private static void Tell(RepoContext context, SnapshotRepairRequest request, SnapshotRepairReport report)
    {
        foreach (var result in report.Snapshots.Where(r => r.IsDamaged))
        {
            var of = result.Snapshot;
            context.Say($"snapshot {of.Id.ShortForm} of [{string.Join(' ', of.Paths.Select(TerminalText.Safe))}] at {of.Time.ToLocalTime():yyyy-MM-dd HH:mm:ss} by {TerminalText.Safe($"{of.UserName}@{of.HostName}")}");
            foreach (var change in result.Changes)
            {
                context.Say($"  {change}");
            }

            foreach (var outcome in Outcomes(result, request))
            {
                context.Say(outcome);
            }
        }

        FailureLines.Tell(context, report.Failures);
        context.Say(report.Modified == 0 ? "no snapshots were modified" : $"{(request.DryRun ? "would modify" : "modified")} {report.Modified} snapshots");
    }

    private static string[] Outcomes(SnapshotRepairResult result, SnapshotRepairRequest request)
    {
        var old = result.Snapshot.Id.ShortForm;
        var made = result switch
        {
            { Tree: null } => request.Forget ? "nothing is left of it" : "nothing is left of it; --forget removes it",
            { RepairedBefore: { } before } => $"was repaired before as snapshot {before.ShortForm}",
            { Saved: { } saved } => $"saved new snapshot {saved.ShortForm}",
            _ => "would save new snapshot",
        };
        return result.IsRemoved ? [made, $"removed old snapshot {old}"]
            : request is { DryRun: true, Forget: true } ? [made, $"would remove old snapshot {old}"]
            : [made];
    }

    private sealed class RepairDisplay(ShownProgress shown, string what) : IProgress<RepairProgress>
    {
        public void Report(RepairProgress value) => shown.Show(new Measure(value.Done, value.Total, what));
    }
}
