using System.CommandLine;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Checks;

namespace Holdfast.Cli.Repo;

internal static class CheckVerb
{
    internal static Command Create(RepoOptions options)
    {
        var readData = new Option<bool>("--read-data") { Description = "Read all data back, too" };
        var subset = new Option<string?>("--read-data-subset")
        {
            Description = "Read some data back: group n of t (1/5), a random share (2.5%) or random data of a size (500M)", HelpName = "subset",
        };
        var withCache = new Option<bool>("--with-cache") { Description = "Let what is read for the structure come from the cache" };
        var command = new Command("check", "Find out whether all that the snapshots need is there") { readData, subset, withCache };
        command.Runs(options, async (context, ct) =>
        {
            var request = Request(context, context.Line.GetValue(readData), context.Line.GetValue(subset));
            context.DistrustsCache = !context.Line.GetValue(withCache);
            await using var repository = await context.OpenAsync(ct);
            using var shown = new ShownProgress(context, "checking");
            var report = await repository.CheckAsync(request, new CheckDisplay(shown), ct);
            shown.Dispose();
            Tell(context, request, report);
            if (request is { ReadData: true, Subset: null })
            {
                await RememberAsync(repository, report, ct);
            }

            return report.IsGood ? Verb.Success : throw new RepositoryException(
                RepositoryFault.Damaged, "the repository contains errors", Advice(request, report));
        });
        return command;
    }

    /// <summary>
    /// A repository that this machine's plans use was read as a whole: what was found counts for <c>holdfast status</c>, too. What can't be
    /// written down takes nothing from the check.
    /// </summary>
    private static async Task RememberAsync(Restic.Repository repository, CheckReport report, CancellationToken ct)
    {
        foreach (var (state, name) in StatePlaces.OnThisMachine().Select(StatePlaces.ToLookInto).SelectMany(s => RepositoryIds.NamesOf(s, repository.Id).Select(n => (s, n))))
        {
            try
            {
                await FullReading.RememberAsync(state, name, repository, report, TimeProvider.System.GetUtcNow(), TimeProvider.System, ct);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or RepositoryException)
            {
                await Console.Error.WriteLineAsync(TerminalText.Shown($"what was found is not remembered in {state.PlaceOf("")}: {e.Message}"));
            }
        }
    }

    private static CheckRequest Request(RepoContext context, bool readData, string? subset)
    {
        if (readData && subset is not null)
        {
            throw new UsageException(
                "--read-data and --read-data-subset cannot be used together", "give one of them");
        }

        return new(readData || subset is not null, context.NoLock)
        {
            LockPatience = context.LockPatience,
            Subset = subset is null ? null : PackSubset.Parse(subset),
        };
    }

    private static void Tell(RepoContext context, CheckRequest request, CheckReport report)
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
            TellJson(context, report);
            return;
        }

        foreach (var remark in report.Remarks)
        {
            context.Say($"note: {remark}");
        }

        if (report.SuggestPrune)
        {
            context.Say("These are harmless; \"holdfast repo prune\" tidies them up.");
        }

        var chosen = request.Subset is { } subset
            ? subset.Group is not null ? $", group {subset}" : $", {subset} of the data, chosen with the seed {request.Seed}"
            : "";
        context.Say(
            $"{report.Snapshots} snapshots, {report.Trees} trees, {report.Packs} packs; "
            + $"{report.PacksRead} packs ({ByteText.Of(report.BytesRead)}{chosen}) read back in {report.Elapsed.TotalSeconds:F1} s");
        context.Say(report.IsGood ? "no errors were found" : $"{report.Errors.Count} errors were found");
    }

    private static void TellJson(RepoContext context, CheckReport report) => JsonLine.Write(context.Output, j =>
    {
        j.WriteString("message_type", "summary");
        j.WriteNumber("num_errors", report.Errors.Count);
        if (report.BrokenPacks.Count == 0)
        {
            j.WriteNull("broken_packs");
        }

        j.WriteTexts("broken_packs", [.. report.BrokenPacks.Select(p => p.ToString())]);
        j.WriteBoolean("suggest_repair_index", report.SuggestRepairIndex);
        j.WriteBoolean("suggest_prune", report.SuggestPrune);
    });

    private static string Advice(CheckRequest request, CheckReport report)
    {
        List<string> steps = [];
        if (!request.ReadData)
        {
            steps.Add("\"holdfast repo check --read-data\" tells which packs are damaged");
        }

        if (report.BrokenPacks.Count > 0)
        {
            steps.Add($"\"holdfast repo repair packs {string.Join(' ', report.BrokenPacks)}\" saves what is good in damaged packs");
        }

        if (report.SuggestRepairIndex || report.MissingPacks.Count > 0)
        {
            steps.Add("\"holdfast repo repair index\" makes the index say what is there");
        }

        steps.Add("a new backup can bring back what is lost, and \"holdfast repo repair snapshots\" leaves out what is not");
        return "first bring back what another copy of the repository has; then " + string.Join("; then ", steps);
    }

    private sealed class CheckDisplay(ShownProgress shown) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => shown.Show(value.PacksTotal == 0
            ? new Measure(value.TreesDone, 0, "trees")
            : new Measure(value.PacksDone, value.PacksTotal, "packs read"));
    }
}
