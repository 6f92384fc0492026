using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Restores;

namespace Holdfast.Cli.Repo;

internal static class RestoreVerb
{
    internal static Command Create(RepoOptions options)
    {
        var id = new Argument<string[]>("snapshot")
        {
            Description = "Which snapshot; SNAPSHOT:/path restores only what lies there", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [],
        };
        var target = new Option<string?>("--target", "-t") { Description = "Where to", HelpName = "folder" };
        var delete = new Option<bool>("--delete") { Description = "Remove from the target what the snapshot does not have; look first with --dry-run -vv" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be done" };
        var overwrite = new Option<string>("--overwrite")
        {
            Description = "What happens to what is there: always, if-changed, if-newer or never", HelpName = "behavior", DefaultValueFactory = _ => "always",
        };
        var sparse = new Option<bool>("--sparse") { Description = "Leave holes where files are all zero" };
        var verify = new Option<bool>("--verify") { Description = "Read back what was written and compare it with the snapshot" };
        var choice = new SnapshotChoice();
        var filter = new RestoreFilterOptions();
        var command = new Command("restore", "Put a snapshot back on disk") { id, target, delete, dryRun, overwrite, sparse, verify };
        filter.AddTo(command);
        choice.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            var words = SnapshotWord(context.Line.GetValue(id)!).Split(':', 2);
            var (where, behavior) = (Target(context.Line.GetValue(target)), Behavior(context.Line.GetValue(overwrite)!));
            await using var repository = await context.OpenAsync(ct);
            var snapshot = await choice.FindAsync(repository, words[0], context.Line, ct);
            var request = new RestoreRequest(snapshot, words.Length > 1 ? words[1] : "/", where, context.Line.GetValue(delete))
            {
                Filter = filter.Filter(context.Line),
                Attributes = filter.Attributes(context.Line),
                Overwrite = behavior,
                DryRun = context.Line.GetValue(dryRun),
                Sparse = context.Line.GetValue(sparse),
                Verify = context.Line.GetValue(verify),
                LeaveTarget = true,
                NoLock = context.NoLock,
                LockPatience = context.LockPatience,
            };
            using var display = new RestoreDisplay(context);
            display.Begin(snapshot, request.Target);
            var report = await repository.RestoreAsync(request with { Items = display.Items }, display, ct);
            display.End(report, request);
            return report.IsComplete ? Verb.Success
                : throw new RepositoryException(RepositoryFault.Damaged, $"There were {report.Failures.Count} errors");
        });
        return command;
    }

    private static string SnapshotWord(string[] words) => words.Length switch
    {
        0 => throw Wrong("no snapshot ID specified", "\"latest\" is the newest; \"holdfast repo snapshots\" lists what there is"),
        1 => words[0],
        _ => throw Wrong($"more than one snapshot ID specified: [{string.Join(' ', words)}]"),
    };

    private static string Target(string? target) =>
        string.IsNullOrEmpty(target) ? throw Wrong("please specify a directory to restore to (--target)") : target;

    private static Overwrite Behavior(string word) => word switch
    {
        "always" => Overwrite.Always,
        "if-changed" => Overwrite.IfChanged,
        "if-newer" => Overwrite.IfNewer,
        "never" => Overwrite.Never,
        _ => throw Wrong($"invalid overwrite behavior \"{word}\", must be one of (always|if-changed|if-newer|never)"),
    };

    private static UsageException Wrong(string what, string? hint = null) => new(what, hint);
}
