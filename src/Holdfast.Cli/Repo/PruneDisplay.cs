using Holdfast.Restic.Operations.Pruning;

namespace Holdfast.Cli.Repo;

/// <summary>Tells of a prune: its plan, how far it is, and what became of it.</summary>
internal sealed class PruneDisplay(RepoContext context, ShownProgress shown, bool dryRun) : IProgress<PruneProgress>
{
    public void Report(PruneProgress value) => shown.Show(value.Stage switch
    {
        PruneStage.FindingUsed => new(value.Done, 0, "trees of what is used"),
        PruneStage.Repacking => new(value.Done, value.Total, "packs repacked"),
        _ => new Measure(value.Done, value.Total, "packs deleted"),
    });

    internal void Plan(PrunePlan plan) => shown.Aside(() => Tell(plan));

    internal void Done(PruneReport report) => shown.Aside(() => Tell(report));

    private void Tell(PrunePlan plan)
    {
        var c = plan.Counts;
        if (dryRun)
        {
            context.Say("Would have made the following changes:");
        }

        Verbose("");
        Verbose(Row("used:", c.Used));
        Verbose(c.Duplicate.Blobs > 0 ? Row("duplicates:", c.Duplicate) : null);
        Verbose(Row("unused:", c.Unused));
        Verbose(c.UnreferencedBytes > 0 ? $"unreferenced:                    {ByteText.Of(c.UnreferencedBytes)}" : null);
        Verbose(Row("total:", c.Total with { Bytes = c.TotalBytes }));
        Verbose($"unused size: {Percent(c.UnusedBytes, c.TotalBytes)} of total size");
        context.Say("");
        context.Say(Row("to repack:", c.Repack));
        context.Say(Row("this removes:", c.RepackRemove));
        context.Say(Row("to delete:", c.Remove with { Bytes = c.Remove.Bytes + c.UnreferencedBytes }));
        context.Say(Row("total prune:", c.RemoveTotal with { Bytes = c.RemoveTotalBytes }));
        if (c.UncompressedBytes > 0)
        {
            context.Say($"not yet compressed:              {ByteText.Of(c.UncompressedBytes)}");
        }

        context.Say(Row("remaining:", new(c.RemainingBlobs, c.RemainingBytes)));
        context.Say($"unused size after prune: {ByteText.Of(c.RemainingUnusedBytes)} ({Percent(c.RemainingUnusedBytes, c.RemainingBytes)} of remaining size)");
        context.Say("");
        Packs(plan);
    }

    private void Tell(PruneReport report)
    {
        foreach (var pack in report.NotRemoved)
        {
            context.Errors.WriteLine($"unable to remove pack {pack} from the repository; nobody needs it, and the next prune tries again");
        }

        if (context.Json)
        {
            JsonLine.Write(context.Output, j => PruneJson.WriteSummary(j, report.Plan));
        }

        if (!dryRun)
        {
            context.Say("done");
        }
    }

    private static string Row(string what, BlobAmount amount) => $"{what,-14}{amount.Blobs,10} blobs / {ByteText.Of(amount.Bytes)}";

    private static string Percent(long part, long whole) =>
        whole == 0 ? "0.00%" : (100.0 * part / whole).ToString("F2", System.Globalization.CultureInfo.InvariantCulture) + "%";

    private void Packs(PrunePlan plan)
    {
        Verbose($"totally used packs: {plan.Counts.PacksUsed,10}");
        Verbose($"partly used packs:  {plan.Counts.PacksPartlyUsed,10}");
        Verbose($"unused packs:       {plan.Counts.PacksUnused,10}");
        Verbose("");
        Verbose($"to keep:      {plan.Counts.PacksKeep,10} packs");
        Verbose($"to repack:    {plan.Repack.Count,10} packs");
        Verbose($"to delete:    {plan.Remove.Count,10} packs");
        Verbose(plan.Unreferenced.Count > 0 ? $"to delete:    {plan.Unreferenced.Count,10} unreferenced packs" : null);
        if (plan.Missing.Count > 0 && !context.Json)
        {
            context.Errors.WriteLine($"{plan.Missing.Count} packs that the index knows are missing; nobody needs them, so they are struck from it");
        }

        var would = dryRun ? "would be" : "will be";
        foreach (var (packs, fate) in new[] { (plan.Unreferenced, "deleted: no index knows it"), (plan.Repack, "repacked"), (plan.Remove, "deleted") })
        {
            foreach (var pack in context.Verbosity > 1 ? packs : [])
            {
                context.Say($"pack {pack} {would} {fate}");
            }
        }
    }

    private void Verbose(string? line)
    {
        if (line is not null && context.Verbosity > 0)
        {
            context.Say(line);
        }
    }
}
