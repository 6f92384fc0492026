using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Keys;
using Holdfast.Presentation;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;

namespace Holdfast.Cli.Keys;

/// <summary><c>holdfast keys rehearse</c>: the key on paper is typed, and opens a repository with nothing else.</summary>
internal static class RehearseCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var command = new Command("rehearse", "Type the printed key, to see that it can be read and opens its repository. That is remembered.");
        var named = new NamedRepositories().AddTo(command);
        var options = new SessionOptions(looks: true).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var plan = session.Plan.Plan;
            var places = named.Of(parsed, plan);
            if (places.Length == 0)
            {
                throw new UsageException("The plan has no repository, so no key opens any.", "Write where copies go into the plan: repositories:");
            }

            var isNamed = parsed.GetResult(named.Argument) is { Tokens.Count: > 0 };
            var key = new Password(await TypedKey.ReadAsync(cancellationToken));
            var world = session.Plan.Real();
            var proofs = await Task.WhenAll(places.Select(p => KeyProof.OfAsync(world.AddressOf(p) with { KeyName = null }, (_, _) => Task.FromResult(key), session.Clock, Patience, cancellationToken)));
            var (memory, now) = (new KeyMemory(session.State), session.Clock.GetUtcNow());
            foreach (var proof in proofs.Where(p => p.Opens))
            {
                memory.Rehearsed(proof.Repository, proof.Opened!, now);
                session.Screen.Line($"{proof.Repository}: opened with what was typed, and nothing else ({proof.Opened![..8]}).");
            }

            foreach (var proof in proofs.Where(p => !p.Opens))
            {
                session.Screen.Line(proof.Outcome == KeyOutcome.DoesNotOpen ? $"{proof.Repository}: it does not open with this key." : $"{proof.Repository}: NOT TRIED: {proof.Why}");
            }

            if (proofs.Any(p => p.Opens))
            {
                session.Screen.Line(session.State.IsMade ? $"Remembered as typed on {now.UtcDateTime:yyyy-MM-dd}. Put the paper back where it was." : "Nothing is remembered on this machine, so this is not either. Put the paper back where it was.");
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "at", now }, { "repositories", proofs.Select(p => new JsonObject { { "repository", p.Repository }, { "opens", p.Opens }, { "opened", p.Opened }, { "why", p.Why } }) } });
            }

            return proofs.All(p => p.Opens) || (!isNamed && proofs.Any(p => p.Opens)) ? ExitCode.Good
                : proofs.Any(p => p.Outcome == KeyOutcome.DoesNotOpen) ? throw Nothing(proofs, session)
                : ExitCode.Partial;
        });
        return command;
    }

    private static RepositoryException Nothing(IReadOnlyList<KeyProof> proofs, Session session)
    {
        var shut = string.Join(", ", proofs.Where(p => p.Outcome == KeyOutcome.DoesNotOpen).Select(p => p.Repository));
        return new(
            RepositoryFault.WrongPassword,
            $"The key was typed as it is on paper, and does not open {shut}.",
            new KeyMemory(session.State).Read().Repositories.Values.Any(c => c.ChangedAt is not null)
                ? "A key was changed on this machine: is the paper of an older kit? Print the kit anew: holdfast plan kit"
                : "Is it the key of another repository? \"holdfast keys\" shows which keys there are; print the kit anew: holdfast plan kit");
    }
}
