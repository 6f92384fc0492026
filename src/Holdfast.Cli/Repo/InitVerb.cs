using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic;

namespace Holdfast.Cli.Repo;

internal static class InitVerb
{
    internal static Command Create(RepoOptions options)
    {
        var version = new Option<string>("--repository-version")
        {
            Description = "The format's version: 2, latest or stable", HelpName = "version", DefaultValueFactory = _ => "stable",
        };
        var copyChunker = new Option<bool>("--copy-chunker-params")
        {
            Description = "Cut files as the repository does that --from-repo names, so that copies and backups share what they store",
        };
        var source = new SourceOptions();
        var command = new Command("init", "Make a new repository") { version, copyChunker };
        source.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            RefuseOtherVersions(context.Line.GetValue(version)!);
            var backend = context.Backend;
            await using var alike = await AlikeAsync(context, source, context.Line.GetValue(copyChunker), ct);
            var password = await context.NewPasswordAsync(ct);
            await using var repository = alike is null
                ? await Repository.InitAsync(backend, password, TimeProvider.System, ct)
                : await Repository.InitAsync(backend, password, alike, TimeProvider.System, ct);
            if (context.Json)
            {
                JsonLine.Write(context.Output, j =>
                {
                    j.WriteString("message_type", "initialized");
                    j.WriteString("id", repository.Id);
                    j.WriteString("repository", context.ShownLocation);
                });
            }

            context.Say($"made repository {repository.Id[..10]} at {context.ShownLocation}");
            context.Say("Without its password nothing in it can ever be read again: keep it somewhere that survives this machine.");
            return Verb.Success;
        });
        return command;
    }

    private static async Task<Repository?> AlikeAsync(RepoContext context, SourceOptions source, bool copyChunker, CancellationToken ct)
    {
        if (copyChunker)
        {
            return await source.OpenAsync(context, ct);
        }

        return !source.IsGiven(context.Line) ? null : throw new UsageException(
            "a second repository is only for --copy-chunker-params", "give that too, or leave --from-repo out");
    }

    private static void RefuseOtherVersions(string version)
    {
        if (version is not ("2" or "latest" or "stable"))
        {
            throw version == "1"
                ? new UsageException(
                    "Holdfast reads repositories of version 1 but makes none", "make one of version 2; restic 0.14 and later know it")
                : new UsageException("only repository versions between 1 and 2 are allowed");
        }
    }
}
