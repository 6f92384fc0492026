using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Keys;

namespace Holdfast.Cli.Repo;

internal static class KeyVerb
{
    internal static Command Create(RepoOptions options) => new("key", "The passwords that open the repository")
    {
        List(options),
        Set(options, "add", "Let another password open the repository, too", static (repository, key, ct) => repository.AddKeyAsync(key, ct)),
        Set(options, "passwd", "Change the password that opened the repository", static (repository, key, ct) => repository.ReplaceKeyAsync(key, ct)),
        Remove(options),
    };

    private static Command List(RepoOptions options)
    {
        var command = new Command("list", "List the keys");
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            var keys = await repository.KeysAsync(e => context.Errors.WriteLine($"holdfast: {e.Message}"), ct);
            if (context.Json)
            {
                TellJson(context, keys);
                return Verb.Success;
            }

            string[] heads = [" ID", "User", "Host", "Created"];
            List<string[]> rows =
                [heads, .. keys.Select(k => new[] { $"{(k.IsCurrent ? '*' : ' ')}{k.Id[..8]}", TerminalText.Safe(k.UserName), TerminalText.Safe(k.HostName), Created(k) })];
            var widths = heads.Select((_, column) => rows.Max(r => r[column].Length)).ToArray();
            foreach (var row in rows)
            {
                context.Output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            }

            return Verb.Success;
        });
        return command;
    }

    private static void TellJson(RepoContext context, IReadOnlyList<RepositoryKey> keys) => JsonLine.WriteValue(context.Output, json =>
    {
        json.WriteStartArray();
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteBoolean("current", key.IsCurrent);
            json.WriteString("id", key.Id);
            json.WriteString("userName", key.UserName);
            json.WriteString("hostName", key.HostName);
            json.WriteString("created", Created(key));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Created(RepositoryKey key) => key.Created.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", null);

    private static Command Set(
        RepoOptions options, string name, string description, Func<Repository, NewKey, CancellationToken, Task<string>> set)
    {
        var file = new Option<string?>("--new-password-file") { Description = "File with the new password", HelpName = "file" };
        var none = new Option<bool>("--new-insecure-no-password") { Description = "No password: whoever reaches the repository reads it" };
        var user = new Option<string?>("--user") { Description = "Whose key it is", HelpName = "name" };
        var host = new Option<string?>("--host") { Description = "Where it is used", HelpName = "name" };
        var command = new Command(name, description) { file, none, user, host };
        command.Runs(options, async (context, ct) =>
        {
            if (context.Line.GetValue(none) && context.Line.GetValue(file) is not null)
            {
                throw new UsageException(
                    "only either --new-password-file or --new-insecure-no-password may be specified");
            }

            await using var repository = await context.OpenAsync(ct);
            var source = new PasswordSource(context.Line.GetValue(file), null, null, context.Line.GetValue(none), false, context.Errors);
            var password = await source.ReadTwiceAsync(ct);
            var key = new NewKey(password, NotEmpty(context.Line.GetValue(user)), NotEmpty(context.Line.GetValue(host)))
            {
                LockPatience = context.LockPatience,
            };
            context.Say($"saved new key with ID {await set(repository, key, ct)}");
            return Verb.Success;
        });
        return command;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Command Remove(RepoOptions options)
    {
        var id = new Argument<string>("key") { Description = "How the key's name begins" };
        var command = new Command("remove", "Remove a key") { id };
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            var name = context.Line.GetValue(id)!;
            await repository.RemoveKeyAsync(name, context.LockPatience, ct);
            context.Say($"removed key {name}");
            return Verb.Success;
        });
        return command;
    }
}
