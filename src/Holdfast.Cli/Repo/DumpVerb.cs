using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Dumps;
using Holdfast.Restic.Platform;

namespace Holdfast.Cli.Repo;

internal static class DumpVerb
{
    internal static Command Create(RepoOptions options)
    {
        var words = new Argument<string[]>("snapshot file")
        {
            Description = "Which snapshot, SNAPSHOT:/folder too, and the path in it: of a file, or of a folder for an archive; / is everything",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [],
        };
        var archive = new Option<string>("--archive", "-a")
        {
            Description = "What a folder is written as: tar or zip", HelpName = "format", DefaultValueFactory = _ => "tar",
        };
        var target = new Option<string?>("--target", "-t") { Description = "Write to this file instead of standard output", HelpName = "path" };
        var choice = new SnapshotChoice();
        var command = new Command("dump", "Write a file of a snapshot, or a folder as an archive, to standard output") { words, archive, target };
        choice.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            var (id, path) = context.Line.GetValue(words) is [var first, var second] ? (first.Split(':', 2), second)
                : throw new UsageException("no file and no snapshot ID specified", "holdfast repo dump latest /etc/hosts");
            var format = Format(context.Line.GetValue(archive)!);
            var file = context.Line.GetValue(target);
            await using var repository = await context.OpenAsync(ct);
            var request = new DumpRequest(await choice.FindAsync(repository, id[0], context.Line, ct), path)
            {
                Subfolder = id.Length > 1 ? id[1] : "/",
                Format = format,
                OnlyFiles = string.IsNullOrEmpty(file) && !Console.IsOutputRedirected,
                NoLock = context.NoLock,
                LockPatience = context.LockPatience,
            };
            await using var output = string.IsNullOrEmpty(file) ? StandardOutput.Open() : null;
            await (output is null ? ToFileAsync(repository, request, file!, ct) : repository.DumpAsync(request, output, ct));
            return Verb.Success;
        });
        return command;
    }

    private static ArchiveFormat Format(string word) => word switch
    {
        "tar" => ArchiveFormat.Tar,
        "zip" => ArchiveFormat.Zip,
        _ => throw new UsageException($"unknown archive format \"{word}\""),
    };

    private static async Task ToFileAsync(Repository repository, DumpRequest request, string path, CancellationToken ct)
    {
        using var file = new RawOutputFile(path);
        await repository.DumpAsync(request, file.Stream, ct);
        file.Finish();
    }
}
