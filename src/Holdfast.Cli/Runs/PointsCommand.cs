using System.CommandLine;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast points</c>: what each system can be brought back from.</summary>
internal static class PointsCommand
{
    public static Command Create()
    {
        var system = new Argument<string?>("SYSTEM") { Description = "Which system; all when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("points", "The recovery points of each system: when, where, how large, how well proven, and what speaks against one.") { system };
        var options = new SessionOptions(looks: true).AddTo(command);
        var looking = new Looking().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var plan = session.Plan.Plan;
            var named = parsed.GetValue(system);
            if (named is not null && plan.Systems.All(s => s.Name != named))
            {
                throw new UsageException($"The plan has no system \"{named}\".", $"It has {string.Join(", ", plan.Systems.Select(s => s.Name))}.");
            }

            await using var repositories = await looking.OpenAsync(session, parsed, plan.Repositories, cancellationToken);
            var choice = new RecoveryPoints(
                repositories, KeptHistory.In(session.State).Copies, repositories.EpochsBy(session.State), PointWish.None, notAfter: null, session.Clock.GetUtcNow());
            KnownPoint[] points = [.. plan.Systems.Where(s => s.Protection is not null && (named is null || s.Name == named)).SelectMany(s => choice.All(s))];
            session.Screen.Table(
                ["system", "taken", "repository", "snapshot", ">size", "verified", "not counted because"],
                points.Select(p => (IReadOnlyList<string>)
                [
                    p.Point.System,
                    $"{p.Point.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z",
                    p.Point.Repository,
                    p.Point.Snapshot[..8],
                    p.Point.Bytes is { } bytes ? Spoken.Bytes(bytes) : "",
                    p.VerifiedAt is null ? "no" : "read back",
                    p.WhyNot ?? "",
                ]));
            if (session.Screen.Json)
            {
                Screen.WriteJson(new
                {
                    points = points.Select(p => new
                    {
                        p.Point.System, p.Point.TakenAt, p.Point.Repository, p.Point.Snapshot, p.Point.Bytes, p.Point.Verified, p.VerifiedAt, counts = p.WhyNot is null, p.WhyNot,
                    }),
                    closed = repositories.Closed,
                });
            }

            return points.Any(p => p.WhyNot is null) && repositories.Closed.IsEmpty ? ExitCode.Good : ExitCode.Partial;
        });
        return command;
    }
}
