using System.Collections.Concurrent;
using System.Text;
using Holdfast.Execution.Journals;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Restores;

namespace Holdfast.Cli.Restoring;

/// <summary>The folder that is restored into.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="MayOverwrite">The operator said that what is there may be replaced.</param>
internal sealed record Destination(string Folder, bool MayOverwrite)
{
    private const int MostNamed = 5;

    /// <summary>Before anything was restored into it.</summary>
    public bool WasEmpty { get; } = !Directory.Exists(Folder) || !Directory.EnumerateFileSystemEntries(Folder).Any();

    /// <summary>What this restore wrote there so far.</summary>
    public OwnOutput Own { get; } = new();

    public bool IsThere => Directory.Exists(Folder);

    /// <exception cref="UsageException">A file is in its place.</exception>
    public void RefuseFile()
    {
        if (File.Exists(Folder))
        {
            throw new UsageException($"{Folder} is a file; nothing was written.", "Say with --to into which folder it shall be restored.");
        }
    }

    /// <summary>
    /// What is there and is not what the point has stays, unless it was said that it may go, or came from a copy that could not be read whole.
    /// What is the same is left as it is.
    /// </summary>
    /// <exception cref="RunRefusedException">Something would be replaced; nothing was.</exception>
    public async Task RefuseToReplaceAsync(Repository repository, RestoreRequest request, CancellationToken cancellationToken)
    {
        if (MayOverwrite || (WasEmpty && Own.Count == 0))
        {
            return;
        }

        var met = new Met();
        var foreseen = await repository.RestoreAsync(request with { DryRun = true, Items = met }, null, cancellationToken);
        string[] replaced =
        [
            .. met.Files.Where(path => !Own.Holds(path)).Select(path => Path.Join(Folder, path)).Where(IsFile)
                .Concat(met.Files.SelectMany(LinksAbove)).Concat(foreseen.Failures.Select(f => Path.Join(Folder, f.Path))).Distinct().Order(StringComparer.Ordinal),
        ];
        if (replaced.Length > 0)
        {
            throw Refused(replaced);
        }
    }

    /// <exception cref="RunRefusedException">It is there and may not be replaced.</exception>
    public void RefuseToReplace(string file)
    {
        if (!MayOverwrite && File.Exists(file))
        {
            throw Refused([file]);
        }
    }

    private RunRefusedException Refused(string[] replaced)
    {
        var said = new StringBuilder(string.Join(", ", replaced.Take(MostNamed)));
        if (replaced.Length > MostNamed)
        {
            said.Append(System.Globalization.CultureInfo.InvariantCulture, $" and {replaced.Length - MostNamed} more");
        }

        return new($"{said} {(replaced.Length == 1 ? "is" : "are")} there with other content, and a restore would replace it; {(Own.Count == 0 ? "nothing was written" : $"from a copy that could not be read whole, {Own.Count} files were written to {Folder}")}.",
            "Name another folder with --to, or say --overwrite if what is there may go.");
    }

    /// <summary>A folder that was moved elsewhere and linked: a folder in the place of the link would hide all that it leads to.</summary>
    private IEnumerable<string> LinksAbove(string path)
    {
        for (var above = Path.GetDirectoryName(path); above is { Length: > 1 }; above = Path.GetDirectoryName(above))
        {
            if (new FileInfo(Path.Join(Folder, above)).LinkTarget is not null)
            {
                yield return Path.Join(Folder, above);
            }
        }
    }

    // A link holds no data of its own.
    private static bool IsFile(string path) => new FileInfo(path) is { Exists: true, LinkTarget: null };

    private sealed class Met : IProgress<RestoredItem>
    {
        private readonly ConcurrentQueue<string> _files = [];

        public IEnumerable<string> Files => _files;

        public void Report(RestoredItem value)
        {
            if (value is { Action: RestoreAction.Restored or RestoreAction.Updated, Size: not null })
            {
                _files.Enqueue(value.Path);
            }
        }
    }
}
