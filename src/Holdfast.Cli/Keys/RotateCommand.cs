using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Cli.Repo;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Keys;
using Holdfast.Execution.Stores;
using Holdfast.Failures;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Restic.Faults;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Keys;

/// <summary><c>holdfast keys rotate</c>: a new key for repositories, and only when it was shown to open them, the end of the old one.</summary>
internal static class RotateCommand
{
    private const string File = "file:";
    private const string Env = "env:";

    public static Command Create()
    {
        var removeOld = new Option<bool>("--remove-old") { Description = "Remove the old key without asking, once the new one was shown to open. Prints of it are then worth nothing." };
        var command = new Command("rotate", "Give repositories a new key: added, proved by opening, put where the plan finds it, and only then the old one removed.") { removeOld };
        var named = new NamedRepositories().AddTo(command);
        var options = new SessionOptions(looks: false).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            if (!session.Trust.IsLocal)
            {
                throw new RunRefusedException($"No key was changed: the plan is known only from {session.Plan.Origin}.", "Rotate keys where the plan's file is: --plan FILE.");
            }

            using var lease = session.State.TryLease(StoreNames.KeysLease, "keys rotate")
                ?? throw new RunRefusedException("Keys are being rotated already.", "Wait until that is done.");
            var done = new List<JsonObject>();
            var isWhole = true;
            foreach (var rotation in Rotations(session, named.Of(parsed, session.Plan.Plan)))
            {
                isWhole &= await RotateAsync(session, rotation, parsed.GetValue(removeOld), done, cancellationToken);
            }

            session.Screen.Line();
            session.Screen.Line("Now print the kit anew and destroy the earlier prints: holdfast plan kit");
            session.Screen.Line("Then type the printed key once: holdfast keys rehearse");
            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "rotations", done } });
            }

            return isWhole ? ExitCode.Good : ExitCode.Partial;
        });
        return command;
    }

    /// <summary>All that one reference opens get the same new key, since it gives one.</summary>
    private static IEnumerable<KeyRotation> Rotations(Session session, RepositoryPlace[] places)
    {
        var world = session.Plan.Real();
        var all = session.Plan.Plan.Repositories.Select(world.AddressOf).ToArray();
        foreach (var reference in places.Select(p => world.AddressOf(p).Key).Distinct())
        {
            var sharing = all.Where(a => a.Key == reference).ToImmutableArray();
            if (sharing.FirstOrDefault(a => places.All(p => p.Name != a.Name)) is { } other)
            {
                Screen.Warn($"{other.Name} is opened by the same key, {reference}, so it gets the new one, too.");
            }

            yield return new(reference, sharing, session.Keys, session.State, session.Clock, (name, ct) => ProveAsync(session, name, ct), step => Tell(session.Screen, step, reference));
        }
    }

    private static async Task<bool> RotateAsync(Session session, KeyRotation rotation, bool removeOld, List<JsonObject> done, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", rotation.Names);
        session.Screen.Line($"{names}: key at {rotation.Reference}");
        try
        {
            var stage = await rotation.RotateAsync(cancellationToken);
            if (stage == RotationStage.ToStore)
            {
                ToStore(session, rotation);
                if (rotation.Reference.StartsWith(Env, StringComparison.Ordinal) || !Typing.IsPossible || !IsYes("Is it stored? Type yes: "))
                {
                    done.Add(Json(rotation, "to store", 0));
                    return false;
                }

                stage = await rotation.RotateAsync(cancellationToken);
                if (stage == RotationStage.ToStore)
                {
                    session.Screen.Line($"  {rotation.Reference} still gives the old key, so nothing was changed.");
                    done.Add(Json(rotation, "to store", 0));
                    return false;
                }
            }

            Others(session, rotation);
            if (!removeOld && !(Typing.IsPossible && IsYes($"Remove the old key of {names}? Prints and other copies of it open nothing then. Type yes: ")))
            {
                session.Screen.Line("  The new key is in use. The old one opens, too, until:");
                session.Screen.Line($"    {Again(session, rotation)} --remove-old");
                done.Add(Json(rotation, "stored", 0));
                return true;
            }

            var removed = await rotation.RemoveOldAsync(cancellationToken);
            session.Screen.Line($"  Done: {names} {(rotation.Names.Length == 1 ? "opens" : "open")} with the new key; {removed} old {(removed == 1 ? "key was" : "keys were")} removed.");
            done.Add(Json(rotation, "done", removed));
            return true;
        }
        catch (Exception e) when (e is RepositoryException or IOException or UnauthorizedAccessException)
        {
            // One that cannot be had holds up no other. Whatever it was, what the reference gave opens as before, or the new key does.
            Screen.Warn($"{names}: {(e is FailureException failure ? failure.Failure.OneLine : e.Message)} Nothing is lost by it: the same command goes on where this one ended.");
            done.Add(Json(rotation, "failed", 0));
            return false;
        }
    }

    private static void Tell(Screen screen, RotationStep step, string reference) => screen.Line(step switch
    {
        RotationStep.KeyMade => "  a new key is made",
        RotationStep.KeyAdded => "  it is added beside the old one",
        RotationStep.KeyProved => "  the repository was opened anew with it alone",
        RotationStep.Stored => $"  it is where the plan finds it: {reference}",
        RotationStep.StoreProved => "  another process found it there and opened the repository",
        RotationStep.OldRemoved => "  the old key is removed",
        _ => "  nothing of the old key is left",
    });

    private static void ToStore(Session session, KeyRotation rotation)
    {
        var again = Again(session, rotation);
        session.Screen.Line($"  The new key opens it, and waits in {rotation.NewFile}, which only its owner can read.");
        if (rotation.Reference.StartsWith(Env, StringComparison.Ordinal))
        {
            var variable = rotation.Reference[Env.Length..];
            session.Screen.Line($"  Set {variable} to what is in that file wherever Holdfast runs (its service, its timers), then go on with it:");
            session.Screen.Line($"    {variable}=\"$(cat {ShellWord.Of(rotation.NewFile)})\" {again}");
        }
        else
        {
            session.Screen.Line($"  Put what is in that file to where this command finds the key: {rotation.Reference["command:".Length..]}");
            session.Screen.Line($"  Then go on: {again}");
        }

        session.Screen.Line("  The old key opens as before. The file is removed once the new one is in use.");
    }

    private static string Again(Session session, KeyRotation rotation) =>
        $"holdfast keys rotate {string.Join(' ', rotation.Names.Select(ShellWord.Of).Concat(new[] { session.Typed.Source, session.Typed.State }.Where(w => w.Length > 0)))}";

    /// <summary>Who else may have a copy.</summary>
    private static void Others(Session session, KeyRotation rotation)
    {
        string[] hosts = [.. session.Plan.Plan.Hosts.Where(h => h.Ssh is not null).Select(h => h.Name)];
        foreach (var line in TextLines.Of(
            $"Whoever has a copy of the old key needs the new one before the old is removed: other machines on which Holdfast runs by this plan{(hosts.Length == 0 ? "" : $" ({string.Join(", ", hosts)} get it from this one when they need it, unless they keep it themselves)")}"
            + $"{(rotation.Reference.StartsWith(File, StringComparison.Ordinal) ? $", under {rotation.Reference[File.Length..]} there" : "")}, and scripts that call restic.", "  "))
        {
            session.Screen.Line(line);
        }
    }

    /// <summary>As if nothing of this process were there: the plan is read, the key found and the repository opened by another.</summary>
    /// <returns>The key file that it opened; null: none.</returns>
    private static async Task<string?> ProveAsync(Session session, string repository, CancellationToken cancellationToken)
    {
        string[] words = ["keys", "list", repository, "--json", "--run-key-commands", .. session.ToAskAnew];
        var start = new ProcessStartInfo(Environment.ProcessPath!, words) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await error;
        await process.WaitForExitAsync(cancellationToken);
        try
        {
            using var told = JsonDocument.Parse(output);
            return told.RootElement.TryGetProperty("keys", out var keys) && keys.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } key
                ? key.GetProperty("opened").GetString()
                : null;
        }
        catch (JsonException)
        {
            return null; // It ended before it could say anything, which is no proof.
        }
    }

    private static bool IsYes(string question)
    {
        Console.Error.Write(question);
        return Console.ReadLine()?.Trim() is "yes";
    }

    private static JsonObject Json(KeyRotation rotation, string stage, int removed) => new()
    {
        { "repositories", JsonFields.List(rotation.Names) }, { "reference", rotation.Reference }, { "stage", stage }, { "newKeyFile", stage == "to store" ? rotation.NewFile : null }, { "removed", removed },
    };
}
