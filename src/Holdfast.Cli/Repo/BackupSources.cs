using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Platform;

namespace Holdfast.Cli.Repo;

/// <summary>The options of <c>backup</c> that say what to back up: paths, lists of paths, standard input, or what a command prints.</summary>
internal sealed class BackupSources
{
    private const string StandardInput = "-";

    private readonly Argument<string[]> _paths = new("path") { Description = "What to back up", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _patterns = Files("--files-from", "File with a pattern of paths on each line; - is standard input");
    private readonly Option<string[]> _verbatim = Files("--files-from-verbatim", "File with a path on each line, taken as it stands");
    private readonly Option<string[]> _raw = Files("--files-from-raw", "File with paths of any bytes, a zero byte behind each");
    private readonly Option<bool> _stdin = new("--stdin") { Description = "Back up what comes from standard input" };
    private readonly Option<bool> _command = new("--stdin-from-command") { Description = "Run the arguments as a command and back up what it prints" };
    private readonly Option<string> _fileName = new("--stdin-filename")
    {
        Description = "What the file of standard input is called in the snapshot", HelpName = "filename", DefaultValueFactory = _ => "stdin",
    };

    internal void AddTo(Command command)
    {
        command.Arguments.Add(_paths);
        foreach (var option in new Option[] { _patterns, _verbatim, _raw, _stdin, _fileName, _command })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether standard input holds what is to be backed up, or a list of it.</summary>
    internal bool ReadInput(ParseResult line) =>
        (line.GetValue(_stdin) && !line.GetValue(_command))
        || new[] { _patterns, _verbatim, _raw }.Any(o => line.GetValue(o)!.Contains(StandardInput));

    /// <param name="warn">Told of lines that stand for nothing.</param>
    /// <exception cref="UsageException">What is asked for contradicts itself, or nothing is.</exception>
    internal async Task<IReadOnlyList<BackupTarget>> TargetsAsync(ParseResult line, Action<string> warn, CancellationToken ct)
    {
        var paths = line.GetValue(_paths)!;
        var areLists = new[] { _patterns, _verbatim, _raw }.Any(o => line.GetValue(o)!.Length > 0);
        if (line.GetValue(_stdin) || line.GetValue(_command))
        {
            return [Stream(line, paths, areLists)];
        }

        List<BackupTarget> targets = [];
        foreach (var file in line.GetValue(_patterns)!)
        {
            targets.AddRange(TargetList.Patterns(await ReadAsync(file, ct), warn));
        }

        foreach (var file in line.GetValue(_verbatim)!)
        {
            targets.AddRange(TargetList.Verbatim(await ReadAsync(file, ct)));
        }

        foreach (var file in line.GetValue(_raw)!)
        {
            targets.AddRange(TargetList.ZeroTerminated(await ReadAsync(file, ct)));
        }

        targets.AddRange(paths.Select(p => new RawPathTarget(RawText.ToBytes(p))));
        return targets.Count > 0 ? targets : throw new UsageException(
            "nothing to backup, please specify source files/dirs", "name files or folders, or a list of them with --files-from");
    }

    private StreamTarget Stream(ParseResult line, string[] arguments, bool areLists)
    {
        var name = "/" + line.GetValue(_fileName)!.TrimStart('/');
        if (areLists)
        {
            throw Contradiction("--stdin and --files-from cannot be used together");
        }

        if (RawFile.FullPath(name) is var path && path == "/")
        {
            throw Contradiction($"--stdin-filename \"{line.GetValue(_fileName)}\" is no name of a file");
        }

        if (line.GetValue(_command))
        {
            return arguments.Length > 0
                ? new(new CommandOutput(arguments), path)
                : throw Contradiction("no command was specified as argument");
        }

        return arguments.Length == 0
            ? new(Console.OpenStandardInput(), path)
            : throw Contradiction("--stdin was specified and files/dirs were listed as arguments");
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            if (file != StandardInput)
            {
                return RawFile.ReadAll(file);
            }

            using var content = new MemoryStream();
            await using var input = Console.OpenStandardInput();
            await input.CopyToAsync(content, ct).WaitAsync(ct);
            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the list of files {file}: {e.Message}", cause: e);
        }
    }

    private static Option<string[]> Files(string name, string description)
    {
        var option = SnapshotChoice.Several(name, description);
        option.HelpName = "file";
        return option;
    }

    private static UsageException Contradiction(string what) => new(what);
}
