using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Keys;
using Holdfast.Presentation;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Keys;

/// <summary><c>holdfast keys</c> and <c>keys list</c>: of each repository where its key is, and whether it opens it now.</summary>
internal static class KeyListCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create(string name)
    {
        var command = new Command(name, "Of each repository: where its key is, whether it opens now, and what would be lost with it.");
        AddTo(command, new NamedRepositories().AddTo(command));
        return command;
    }

    public static void AddTo(Command command) => AddTo(command, null);

    private static void AddTo(Command command, NamedRepositories? named)
    {
        var options = new SessionOptions(looks: true).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            var plan = session.Plan.Plan;
            var places = named?.Of(parsed, plan) ?? [.. plan.Repositories];
            var world = session.Plan.Real();
            var proofs = await Task.WhenAll(places.Select(p => KeyProof.OfAsync(world.AddressOf(p), session.Keys, session.Clock, Patience, cancellationToken)));
            var (care, now, index) = (new KeyMemory(session.State).Read(), session.Clock.GetUtcNow(), PlanIndex.Of(plan));
            foreach (var (place, proof) in places.Zip(proofs))
            {
                foreach (var line in Lines(place, world.AddressOf(place).Key, proof, KeysLost.Of(index, place), care))
                {
                    session.Screen.Line(line);
                }
            }

            foreach (var line in KeyWords.Standing(plan, care, now).SelectMany(w => TextLines.WithCommand(w)))
            {
                session.Screen.Line(line);
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "keys", places.Zip(proofs).Select(k => Json(k.First, world.AddressOf(k.First).Key, k.Second, KeysLost.Of(index, k.First), care)) } });
            }

            return proofs.All(p => p.Opens) ? ExitCode.Good
                : proofs.Any(p => p.Outcome == KeyOutcome.DoesNotOpen) ? ExitCode.WrongKey
                : ExitCode.Partial;
        });
    }

    private static IEnumerable<string> Lines(RepositoryPlace place, string reference, KeyProof proof, KeyLoss? loss, KeyCare care)
    {
        yield return $"{place.Name}: {Word(proof.Outcome)}";
        yield return $"    its key is at {reference}";
        foreach (var line in proof.Opens ? TextLines.Of(Opened(proof), "    ") : TextLines.Of(proof.Why!, "    "))
        {
            yield return line;
        }

        if (loss is not null)
        {
            foreach (var line in TextLines.Of($"{Word(loss)}: it is in the folder of {string.Join(", ", loss.Hosts)}, and is lost with {(loss.Hosts.Length == 1 ? "it" : "them")}. Keep it on paper in a safe, too.", "    "))
            {
                yield return line;
            }
        }

        if (proof.Opens && care.Kit is { } kit && proof.Keys.FirstOrDefault(k => k.IsCurrent) is { } current && current.Created > kit.At)
        {
            yield return $"    NOT IN THE PRINTED KIT: it was made {current.Created.UtcDateTime:yyyy-MM-dd}, the kit was printed {kit.At.UtcDateTime:yyyy-MM-dd}";
        }
    }

    private static string Opened(KeyProof proof) =>
        $"{(proof.Keys.Length == 1 ? "its only key" : $"one of {proof.Keys.Length} keys")}, {proof.Opened![..8]}{(proof.Keys.FirstOrDefault(k => k.IsCurrent) is { } key ? $", made {key.Created.UtcDateTime:yyyy-MM-dd}" : "")}"
        + (proof.Keys.Any(k => !k.IsCurrent) ? $"; the others: {string.Join(", ", proof.Keys.Where(k => !k.IsCurrent).Select(k => $"{k.Id[..8]} of {TerminalText.Safe(k.UserName)}"))}" : "")
        + (proof.Unread == 0 ? "" : $"; {proof.Unread} more cannot be read");

    private static string Word(KeyOutcome outcome) => outcome switch
    {
        KeyOutcome.Opens => "opens",
        KeyOutcome.DoesNotOpen => "DOES NOT OPEN",
        KeyOutcome.NoKey => "NOT TRIED, there is no key",
        _ => "NOT REACHED",
    };

    /// <summary>As <c>status</c> calls it.</summary>
    private static string Word(KeyLoss loss) => loss.IsElsewhere ? "key not shown elsewhere" : "key lost too";

    private static JsonObject Json(RepositoryPlace place, string reference, KeyProof proof, KeyLoss? loss, KeyCare care)
    {
        var json = new JsonObject
        {
            { "repository", place.Name },
            { "reference", reference },
            { "outcome", proof.Outcome switch { KeyOutcome.Opens => "opens", KeyOutcome.DoesNotOpen => "does not open", KeyOutcome.NoKey => "no key", _ => "not reachable" } },
            { "why", proof.Why },
            { "opened", proof.Opened },
            { "keys", proof.Keys.Select(k => new JsonObject { { "name", k.Id }, { "opened", k.IsCurrent }, { "user", k.UserName }, { "host", k.HostName }, { "created", k.Created } }) },
            { "unreadKeys", proof.Unread },
            { "lost", loss is null ? null : Word(loss) },
            { "lostWith", loss is null ? null : JsonFields.List(loss.Hosts) },
        };
        json.Add("care", KeyWords.Json(care, place.Name));
        return json;
    }
}
