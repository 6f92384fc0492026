using System.CommandLine;

namespace Holdfast.Cli.Repo;

internal static class KeyVerb
{
    internal static Command Create(RepoOptions options) => new("key", "The passwords that open the repository")
    {
        List(options), Add(options), Remove(options),
    };

    private static Command List(RepoOptions options)
    {
        var command = new Command("list", "List the keys");
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            var keys = await repository.KeysAsync(ct);
            if (context.Json)
            {
                JsonLine.WriteValue(context.Output, json =>
                {
                    json.WriteStartArray();
                    foreach (var key in keys)
                    {
                        json.WriteStartObject();
                        json.WriteBoolean("current", key.IsCurrent);
                        json.WriteString("id", key.Id);
                        json.WriteString("userName", key.UserName);
                        json.WriteString("hostName", key.HostName);
                        json.WriteString("created", key.Created.ToString("yyyy-MM-dd HH:mm:ss", null));
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                });
            }

            foreach (var key in keys)
            {
                context.Say($"{(key.IsCurrent ? '*' : ' ')}{key.Id[..8]}  {key.Created:yyyy-MM-dd HH:mm:ss}  {key.UserName}@{key.HostName}");
            }

            return Verb.Success;
        });
        return command;
    }

    private static Command Add(RepoOptions options)
    {
        var file = new Option<string?>("--new-password-file") { Description = "File with the new password", HelpName = "file" };
        var command = new Command("add", "Let another password open the repository, too") { file };
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            var password = await new PasswordSource(context.Line.GetValue(file), null, null, false, false, context.Errors).ReadTwiceAsync(ct);
            var name = await repository.AddKeyAsync(password, ct);
            context.Say($"added key {name[..8]}");
            return Verb.Success;
        });
        return command;
    }

    private static Command Remove(RepoOptions options)
    {
        var id = new Argument<string>("key") { Description = "How the key's name begins" };
        var command = new Command("remove", "Remove a key") { id };
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            await repository.RemoveKeyAsync(context.Line.GetValue(id)!, ct);
            context.Say("removed the key");
            return Verb.Success;
        });
        return command;
    }
}
