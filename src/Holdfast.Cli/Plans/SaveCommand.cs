using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Backends;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Plans;

/// <summary>
/// <c>holdfast plan save</c>: the plan that counts as a file, byte for byte as a repository holds it; or as things are since a failover, so that
/// what it brought back can be protected where it runs.
/// </summary>
internal static class SaveCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = $"The file to write; nothing is written over. Default: {StateOptions.DefaultPlan} in this folder.", HelpName = "FILE", DefaultValueFactory = _ => StateOptions.DefaultPlan,
        };
        var asFailedOver = new Option<bool>("--as-failed-over")
        {
            Description = "Let it say what a failover changed: where each system runs now, and where the repository of --from is. What was relative to the lost plan's folder is written out.",
        };
        var command = new Command("save", "Write the plan that counts to a file, such as out of a repository after a disaster.") { output, asFailedOver };
        var options = new SessionOptions(looks: true).AddTo(command);
        var looking = new Looking().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var target = Target(parsed.GetValue(output)!, session);
            AgreeToTrust(session);
            var saved = parsed.GetValue(asFailedOver)
                ? await SinceFailoverAsync(session, parsed, looking, target, cancellationToken)
                : new(session.Plan.Text, [], [], []);
            Durable.WriteWhole(target, saved.Text.ToArray());
            Report(session, target, saved);
            return ExitCode.Good;
        });
        return command;
    }

    /// <summary>
    /// What an operator names as a file is used unasked from then on, so what somebody may have put into a repository is asked about before it becomes one.
    /// </summary>
    private static void AgreeToTrust(Session session)
    {
        if (!session.Trust.IsOurs)
        {
            var plan = session.Plan.Plan;
            session.AgreeToUse("plan save", new() { Repositories = plan.Repositories, Hosts = plan.Hosts, Copied = plan.Systems, Thinned = plan.Systems, Alerts = true });
        }
    }

    private static string Target(string output, Session session)
    {
        var target = new OutputFiles([]).Add("--output", output);
        return !File.Exists(target) ? target : throw new UsageException(
            $"{target} is there already, and no plan is written over.",
            session.Trust.IsLocal ? "Name another file with --output." : $"Move it away, or name another file with --output. To go on with that one: --plan {ShellWord.Of(target)}");
    }

    /// <summary>A repository that went with the lost site would be made anew by the next <c>protect</c> where it is a folder of this machine.</summary>
    private static void WarnOfLost(Session session, RepositorySet repositories)
    {
        foreach (var name in repositories.Closed.Keys.Where(name => session.Plan.Plan.Systems.Any(s => s.Protection?.To.Contains(name) == true)))
        {
            Screen.Warn($"{name} is not reached. If it is lost, take it out of  to:  in the file, or say under  repositories:  where another one is to be made.");
        }
    }

    private static async Task<PlanSinceFailover> SinceFailoverAsync(Session session, ParseResult parsed, Looking looking, string target, CancellationToken cancellationToken)
    {
        await using var repositories = await looking.OpenAsync(session, parsed, session.Plan.Plan.Repositories, cancellationToken);
        var folder = Path.GetDirectoryName(target)!;
        var epochs = repositories.EpochsBy(session.State);
        var notBack = new SortedSet<string>(StringComparer.Ordinal);
        var saved = PlanSinceFailover.Of(session.Plan, system => epochs.MovedFrom(system.RunsOn, system.Name) is { } move && !IsNotBack(session, system.Name, move.Run, notBack) ? (move.Host, move.Run) : null, folder);
        foreach (var line in notBack)
        {
            Screen.Warn(line);
        }

        if (saved.Bound.Length > 0)
        {
            var here = Path.Combine(session.Plan.Folder, Path.GetFileName(target));
            throw new RunRefusedException(
                $"The plan lay in {session.Plan.Folder}, and in {folder} it would mean other places: {string.Join(", ", saved.Bound)}. Nothing was written.",
                $"Write it where it lay: mkdir -p {ShellWord.Of(session.Plan.Folder)}, then the same command with --output {ShellWord.Of(here)}");
        }

        if (!saved.Changes.Any() && repositories.Open.IsEmpty)
        {
            throw new RunRefusedException("No repository could be opened, so it is not known what was failed over. Nothing was written.", "Let one be reached, or leave --as-failed-over out.");
        }

        WarnOfLost(session, repositories);
        return saved;
    }

    /// <summary>A half restored folder is no source: what a failover did not bring back stays as it was in the plan, and is not copied from where it lies.</summary>
    private static bool IsNotBack(Session session, string system, string run, SortedSet<string> told)
    {
        try
        {
            if (!session.State.RunNames().Contains(run)
                || RunSummary.Of(StoredJournal.Read(session.State, run).Events).Ended?.Results.FirstOrDefault(r => r.System == system) is not { MeasuredRto: null })
            {
                return false;
            }
        }
        catch (JournalDamagedException)
        {
            return false; // Nobody can tell what became of it.
        }

        told.Add($"{system} did not come back in {run}, so the file still says that it runs where it ran before, and nothing copies it. When it operates: holdfast run resume {run}, or say so in the file by hand.");
        return true;
    }

    private static void Report(Session session, string target, PlanSinceFailover saved)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(saved.Text.Span));
        var isSame = hash == session.Plan.Hash;
        session.Screen.Line($"{target}: the plan of {session.Plan.Plan.Organization} from {session.Plan.Origin}, SHA-256 of its text {hash}.");
        session.Screen.Line(
            isSame ? session.Trust.Standing.Demands ? session.Trust.Standing.Says() : $"It is signed by no key that this machine knows. Hold the SHA-256 of it and its folder, {session.Plan.Folder}, against the cover of the printed kit: {session.Plan.Fingerprint}"
            : session.Trust.Standing.Demands ? "What was changed is NOT SIGNED. Copies are taken all the same; where the organization's key is: holdfast trust sign" : "With what was changed it has another SHA-256 than the printed kit shows: print it anew.");
        foreach (var change in saved.Changes)
        {
            session.Screen.Line($"  {change}");
        }

        if (isSame && session.Plan.Folder != Path.GetDirectoryName(target))
        {
            session.Screen.Line($"It lay in {session.Plan.Folder}; what is relative in it starts from where it lies now.");
        }

        foreach (var system in saved.Exposed)
        {
            Screen.Warn($"{system} recovers on the host that it runs on now: name another one under  recovers on:  as soon as there is one.");
        }

        var next = saved.Changes.IsEmpty ? [] : new[] { session.Typed.ProtectBy(target) };
        foreach (var command in next)
        {
            session.Screen.Line($"Next: {command}");
        }

        if (session.Screen.Json)
        {
            Screen.WriteJson(new JsonObject
            {
                { "file", target }, { "planHash", hash }, { "origin", session.Plan.Origin }, { "signed", isSame && session.Trust.Standing.IsNewest }, { "changes", saved.Changes }, { "exposed", saved.Exposed }, { "next", next },
            });
        }
    }
}
