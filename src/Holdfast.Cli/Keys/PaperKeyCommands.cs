using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text;
using Holdfast.Agent.Access;
using Holdfast.Presentation;
using Holdfast.Restic.Faults;
using Holdfast.Sources;
using Holdfast.Sources.Secrets;

namespace Holdfast.Cli.Keys;

/// <summary><c>holdfast keys make</c> and <c>check</c>: keys that can be typed from paper, by themselves. No key is shown.</summary>
internal static class PaperKeyCommands
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The file to write, which must not be there yet." };
        var command = new Command("make", "Write a new key with check signs into a file that only its owner can read.") { file };
        var json = Json(command);
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            if (Path.Exists(path))
            {
                throw new UsageException($"{path} is there; nothing was written.", "A key is never replaced: name another file.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                stream.Write(Encoding.ASCII.GetBytes(PaperKey.New() + "\n"));
                stream.Flush(flushToDisk: true);
            }

            Say(new(parsed.GetValue(json)), new JsonObject { { "file", path } }, $"A new key is in {path}. A repository that is there gets it beside its other keys with: holdfast repo -r REPOSITORY key add --new-password-file {path}");
            return ExitCode.Good;
        });
        return command;
    }

    public static Command Check()
    {
        var reference = new Argument<string?>("REFERENCE") { Description = "Where the key is: env:NAME, file:PATH or command:... Default: it is typed.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("check", "Say whether a key was typed as it was printed, and which group was not.") { reference };
        var json = Json(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var key = parsed.GetValue(reference) is { } named ? await FindAsync(named, cancellationToken) : await TypedKey.ReadAsync(cancellationToken);
            if (!PaperKey.IsMeant(key))
            {
                throw new UsageException("The key has no check signs, so only a repository can tell whether it is right.", "\"holdfast keys make\" makes keys that have them.");
            }

            return PaperKey.Read(key).Complaint is { } complaint
                ? throw new RepositoryException(RepositoryFault.WrongPassword, $"The key is not as it was printed: {complaint}.", "Compare it with the paper, group by group, and type it again.")
                : Good(new(parsed.GetValue(json)));
        });
        return command;

        static int Good(Screen screen)
        {
            Say(screen, new JsonObject { { "asPrinted", true } }, "The key was typed as it was printed.");
            return ExitCode.Good;
        }
    }

    private static Option<bool> Json(Command command)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        command.Options.Add(json);
        return json;
    }

    private static void Say(Screen screen, JsonObject told, string words)
    {
        screen.Line(words);
        if (screen.Json)
        {
            Screen.WriteJson(told);
        }
    }

    private static async Task<string> FindAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return (await new Keyring(TimeProvider.System).ResolveAsync(reference, cancellationToken)).Reveal();
        }
        catch (HostException e)
        {
            throw new RepositoryException(RepositoryFault.WrongPassword, e.Message, e.Hint, e);
        }
    }
}
