using System.CommandLine;
using Holdfast.Restic.Operations.Checks;

namespace Holdfast.Cli.Repo;

internal static class CheckVerb
{
    internal static Command Create(RepoOptions options)
    {
        var readData = new Option<bool>("--read-data") { Description = "Read all data back, too" };
        var command = new Command("check", "Find out whether all that the snapshots need is there") { readData };
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            using var shown = new ShownProgress(context, "checking");
            var request = new CheckRequest(context.Line.GetValue(readData), context.NoLock) { LockPatience = context.LockPatience };
            var report = await repository.CheckAsync(request, new CheckDisplay(shown), ct);
            shown.Dispose();
            Tell(context, report);
            return report.IsGood ? Verb.Success : Verb.Failure;
        });
        return command;
    }

    private static void Tell(RepoContext context, CheckReport report)
    {
        foreach (var error in report.Errors)
        {
            if (context.Json)
            {
                JsonLine.Write(context.Errors, j =>
                {
                    j.WriteString("message_type", "error");
                    j.WriteString("message", error);
                });
            }
            else
            {
                context.Errors.WriteLine($"error: {error}");
            }
        }

        if (context.Json)
        {
            JsonLine.Write(context.Output, j =>
            {
                j.WriteString("message_type", "summary");
                j.WriteNumber("num_errors", report.Errors.Count);
                j.WriteTexts("broken_packs", [.. report.BrokenPacks.Select(p => p.ToString())]);
                j.WriteBoolean("suggest_repair_index", report.BrokenPacks.Count > 0);
                j.WriteBoolean("suggest_prune", report.Remarks.Count > 0);
            });
        }

        foreach (var remark in report.Remarks)
        {
            context.Say($"note: {remark}");
        }

        context.Say(
            $"{report.Snapshots} snapshots, {report.Trees} trees, {report.Packs} packs; "
            + $"{report.PacksRead} packs ({ByteText.Of(report.BytesRead)}) read back in {report.Elapsed.TotalSeconds:F1} s");
        context.Say(report.IsGood ? "no errors were found" : $"{report.Errors.Count} errors were found");
    }

    private sealed class CheckDisplay(ShownProgress shown) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => shown.Show(
            value.PacksTotal == 0 ? $"{value.TreesDone} trees" : $"{value.PacksDone} of {value.PacksTotal} packs read");
    }
}
