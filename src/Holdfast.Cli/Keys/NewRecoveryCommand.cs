using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Keys;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Keys;
using Holdfast.Sources.Secrets;

namespace Holdfast.Cli.Keys;

/// <summary><c>holdfast keys new-recovery</c>: one more key, which is on paper and nowhere else.</summary>
internal static class NewRecoveryCommand
{
    /// <summary>Whose key it is, as the repository has it.</summary>
    private const string User = "recovery";

    private const string DefaultOutput = "recovery-key.txt";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = $"The file to write it into, to be printed and deleted. Default: {DefaultOutput} in this folder.", HelpName = "FILE", DefaultValueFactory = _ => DefaultOutput };
        var removeOld = new Option<bool>("--remove-old") { Description = "Then remove earlier recovery keys: prints of them are worth nothing from then on." };
        var command = new Command("new-recovery", "Make a key for paper alone, beside the one that is used every day.") { output, removeOld };
        var named = new NamedRepositories().AddTo(command);
        var options = new SessionOptions(looks: false).AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await options.OpenAsync(parsed, cancellationToken);
            if (!session.Trust.IsLocal)
            {
                throw new RunRefusedException($"No key was made: the plan is known only from {session.Plan.Origin}.", "Make it where the plan's file is: --plan FILE.");
            }

            using var lease = session.State.TryLease(StoreNames.KeysLease, "keys new-recovery")
                ?? throw new RunRefusedException("Keys are being changed already.", "Wait until that is done.");
            var (file, world) = (Path.GetFullPath(parsed.GetValue(output)!), session.Plan.Real());
            var places = named.Of(parsed, session.Plan.Plan);
            var key = new Password(Take(file, session.Plan.Plan.Organization, places.Select(p => p.Name), session.Clock));
            var done = new List<JsonObject>();
            foreach (var place in places)
            {
                done.Add(await AddAsync(session, world.AddressOf(place), key, parsed.GetValue(removeOld), cancellationToken));
            }

            var isWhole = done.All(d => d["key"] is not null);
            session.Screen.Line();
            session.Screen.Line($"The key is in {file}. Print it, put it with the kit into a safe, and delete the file.");
            session.Screen.Line("Then type it once from the paper: holdfast keys rehearse");
            if (!isWhole)
            {
                session.Screen.Line("The same command adds the same key to those that are left, as long as the file is there.");
            }

            if (session.Screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "file", file }, { "repositories", done } });
            }

            return isWhole ? ExitCode.Good : ExitCode.Partial;
        });
        return command;
    }

    private static async Task<JsonObject> AddAsync(Session session, RepositoryAddress address, Password key, bool removeOld, CancellationToken cancellationToken)
    {
        try
        {
            await using var repository = await RepositorySet.OpenAsync(address, session.Keys, session.Clock, cancellationToken);
            await repository.UnlockOfTheDeadAsync(cancellationToken);
            var typed = await KeyProof.OfAsync(address with { KeyName = null }, (_, _) => Task.FromResult(key), session.Clock, Patience, cancellationToken);
            if (!typed.Opens)
            {
                var name = await repository.AddKeyAsync(new NewKey(key, User) { LockPatience = Patience }, cancellationToken);
                new KeyMemory(session.State).Change(address.Name, care => care with { ChangedAt = session.Clock.GetUtcNow() });
                typed = await KeyProof.OfAsync(address with { KeyName = name }, (_, _) => Task.FromResult(key), session.Clock, Patience, cancellationToken);
            }

            if (!typed.Opens)
            {
                throw new RepositoryException(RepositoryFault.Damaged, $"the new key does not open it: {typed.Why}", "the same again");
            }

            RepositoryKey[] earlier = [.. typed.Keys.Where(k => k.UserName == User && k.Id != typed.Opened && k.Id != repository.KeyName)];
            foreach (var old in removeOld ? earlier : [])
            {
                await repository.RemoveKeyAsync(old.Id, Patience, cancellationToken);
            }

            session.Screen.Line($"{address.Name}: opened with the new key alone ({typed.Opened![..8]}).");
            if (earlier.Length > 0)
            {
                session.Screen.Line($"{address.Name}: earlier recovery keys {(removeOld ? "were removed" : "open it, too")}: {string.Join(", ", earlier.Select(k => $"{k.Id[..8]} of {k.Created.UtcDateTime:yyyy-MM-dd}"))}{(removeOld ? "" : "; --remove-old ends them")}");
            }

            return new() { { "repository", address.Name }, { "key", typed.Opened }, { "earlier", earlier.Select(k => k.Id) }, { "removed", removeOld }, { "why", (string?)null } };
        }
        catch (RepositoryException e)
        {
            Screen.Warn($"{address.Name} did not get the new key: {e.Failure.OneLine}"); // One that cannot be had holds up no other.
            return new() { { "repository", address.Name }, { "key", (string?)null }, { "earlier", Array.Empty<string>() }, { "removed", false }, { "why", e.Message } };
        }
    }

    /// <summary>A new key, written before any repository has it; or that of a file that was written so before.</summary>
    /// <exception cref="UsageException">Something else is there.</exception>
    private static string Take(string file, string organization, IEnumerable<string> repositories, TimeProvider clock)
    {
        if (File.Exists(file))
        {
            var lines = File.ReadAllLines(file).SkipWhile(l => !PaperKey.IsMeant(l) && PaperKey.ReadBeginning(l).Groups < 2).TakeWhile(l => l.Length > 0);
            return PaperKey.Read(string.Join('-', lines)).Key is { } known ? known
                : throw new UsageException($"{file} is there, and no recovery key is in it; nothing was done.", "Name another file with --output.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new UsageException($"There is no folder {Path.GetDirectoryName(file)}; nothing was done.", "Make it, or name another file with --output.");
        }

        var key = PaperKey.New();
        string[] text =
        [
            $"Recovery key of {organization}, made {clock.GetUtcNow().UtcDateTime:yyyy-MM-dd}.", $"It opens: {string.Join(", ", repositories)}.", "Whoever has it and the copies can read everything: it belongs in a safe.", "",
            .. PaperKey.LinesOf(key), "",
            "Capital or small letters are the same; the last sign of each group checks it. For restic: on one line, with hyphens between all groups.",
        ];
        Durable.WriteWhole(file, Encoding.UTF8.GetBytes(string.Join('\n', text) + "\n"));
        return key;
    }
}
