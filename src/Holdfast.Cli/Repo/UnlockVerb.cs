using System.CommandLine;

namespace Holdfast.Cli.Repo;

internal static class UnlockVerb
{
    internal static Command Create(RepoOptions options)
    {
        var all = new Option<bool>("--remove-all") { Description = "Also locks of programs that may still work" };
        var command = new Command("unlock", "Remove locks that programs which are gone left behind") { all };
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            var removed = await repository.UnlockAsync(context.Line.GetValue(all), ct);
            if (removed > 0)
            {
                context.Say($"successfully removed {removed} locks");
            }

            return Verb.Success;
        });
        return command;
    }
}
