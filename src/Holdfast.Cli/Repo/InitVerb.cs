using System.CommandLine;
using Holdfast.Restic;

namespace Holdfast.Cli.Repo;

internal static class InitVerb
{
    internal static Command Create(RepoOptions options)
    {
        var command = new Command("init", "Make a new repository");
        command.Runs(options, async (context, ct) =>
        {
            var backend = context.Backend;
            await using var repository = await Repository.InitAsync(backend, await context.NewPasswordAsync(ct), TimeProvider.System, ct);
            if (context.Json)
            {
                JsonLine.Write(context.Output, j =>
                {
                    j.WriteString("message_type", "initialized");
                    j.WriteString("id", repository.Id);
                    j.WriteString("repository", context.Location);
                });
            }

            context.Say($"made repository {repository.Id[..10]} at {context.Location}");
            context.Say("Without its password nothing in it can ever be read again: keep it somewhere that survives this machine.");
            return Verb.Success;
        });
        return command;
    }
}
