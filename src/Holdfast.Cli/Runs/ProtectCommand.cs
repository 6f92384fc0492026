using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Presentation;
using Holdfast.Execution.Protection;
using Holdfast.Presentation.Protection;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast protect</c>: takes the copies that the plan asks for, now or again and again.</summary>
internal static class ProtectCommand
{
    public static Command Create()
    {
        var systems = new Argument<string[]>("SYSTEM") { Description = "Which systems; all when none is named.", Arity = ArgumentArity.ZeroOrMore };
        var watch = new Option<bool>("--watch") { Description = "Keep the plan's schedule until interrupted." };
        var activeHere = new Option<bool>("--active-here")
        {
            Description = "After a failover: say that the systems are active on the hosts of this plan again, so that its copies count.",
        };
        var command = new Command("protect", "Take the copies that the plan asks for, and read back what was written.") { systems, watch, activeHere };
        var ignore = new IgnoreOptions().AddTo(command);
        var key = new SigningKeyOption().AddTo(command);
        var options = new SessionOptions(looks: false).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, state => ignore.Apply(parsed, state), cancellationToken);
            var chosen = Choose(session, parsed.GetValue(systems) ?? []);
            key.Apply(parsed, session.State);
            if (parsed.GetValue(activeHere))
            {
                await ActiveHere.RefuseIfElsewhereAsync(session, chosen, cancellationToken);
            }

            session.AgreeToUse("protect", new()
            {
                Repositories = [.. session.Plan.Plan.Repositories], Hosts = [.. chosen.Select(s => session.Plan.Plan.HostNamed(s.RunsOn))], Copied = [.. chosen], Alerts = true,
            });
            var events = new ProtectionEvents(session.Screen.Line, Screen.Warn, (record, took) => session.Screen.Line(CopyLine.Of(record, took))) { Signs = PlanToSign.ShowChange };
            await using var round = await ProtectionRound.OpenAsync(session.Context, events, chosen, parsed.GetValue(activeHere), cancellationToken);
            if (session.Trust.IsLocal)
            {
                await round.SettleTrustAsync(cancellationToken);
            }

            var copies = parsed.GetValue(watch)
                ? await new ProtectionWatch(session.Context, events, chosen).KeepAsync(round, cancellationToken)
                : await OnceAsync(round, cancellationToken);
            var summary = ProtectionSummary.Of(copies, parsed.GetValue(watch) ? 0 : chosen.Length - round.Active.Length);
            session.Screen.Line(summary.ToString());
            foreach (var loss in ProtectionSummary.Losses(copies))
            {
                session.Screen.Line(loss);
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "copies", JsonFields.Of(copies) }, { "summary", summary.Json } });
            }

            return summary.Suspect + summary.Failed > 0 ? ExitCode.Partial : summary.Warned > 0 ? ExitCode.OutsideTarget : ExitCode.Good;
        });
        return command;
    }

    private static async Task<IReadOnlyCollection<ProtectionRecord>> OnceAsync(ProtectionRound round, CancellationToken cancellationToken)
    {
        var all = new List<ProtectionRecord>();
        foreach (var system in round.Active)
        {
            all.AddRange(await round.ProtectAsync(system, cancellationToken));
        }

        await round.KeepStateAsync(cancellationToken);
        return all;
    }

    private static ProtectedSystem[] Choose(Session session, string[] names)
    {
        var plan = session.Plan.Plan;
        if (names.FirstOrDefault(n => !plan.Systems.Any(s => s.Name == n)) is { } unknown)
        {
            throw new UsageException($"The plan has no system \"{unknown}\".", $"It has {string.Join(", ", plan.Systems.Select(s => s.Name))}.");
        }

        if (plan.Systems.FirstOrDefault(s => s.Protection is null && names.Contains(s.Name)) is { } bare)
        {
            throw new UsageException($"Nothing of system \"{bare.Name}\" is protected by the plan{(bare.HoldsNoData is { } why ? $": {why}" : "")}.", "Say under protect: what is to be backed up.");
        }

        ProtectedSystem[] chosen = [.. plan.Systems.Where(s => s.Protection is not null && (names.Length == 0 || names.Contains(s.Name)))];
        return chosen.Length > 0 ? chosen : throw new UsageException("The plan protects no system.", "Say under protect: of a system what is to be backed up.");
    }
}
