using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Patterns;

namespace Holdfast.Cli.Repo;

/// <summary>The options of <c>backup</c> that say what to leave out.</summary>
internal sealed class BackupExcludes
{
    private readonly Option<string[]> _patterns = SnapshotChoice.Several("--exclude", "Leave out what matches", "-e");
    private readonly Option<string[]> _ignoringCase = SnapshotChoice.Several("--iexclude", "As --exclude, but capital and small letters are the same");
    private readonly Option<string[]> _files = SnapshotChoice.Several("--exclude-file", "File with patterns to leave out, one a line");
    private readonly Option<string[]> _filesIgnoringCase = SnapshotChoice.Several("--iexclude-file", "As --exclude-file, but capital and small letters are the same");
    private readonly Option<string[]> _marks = SnapshotChoice.Several(
        "--exclude-if-present", "Leave out what lies in a folder that has a file NAME, or NAME:HEADER if it also begins with HEADER");

    private readonly Option<bool> _caches = new("--exclude-caches") { Description = "Leave out what lies in folders marked with a CACHEDIR.TAG" };
    private readonly Option<string?> _largest = new("--exclude-larger-than")
    {
        Description = "Leave out larger files; k, m, g or t may follow the number", HelpName = "size",
    };

    private readonly Option<bool> _oneFileSystem = new("--one-file-system", "-x") { Description = "Do not go into other file systems" };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { _patterns, _ignoringCase, _files, _filesIgnoringCase, _marks, _caches, _largest, _oneFileSystem })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What stands in the snapshot as its excludes.</summary>
    internal IReadOnlyList<string> Patterns(ParseResult line) => line.GetValue(_patterns)!;

    /// <exception cref="UsageException">A value makes no sense, or a file cannot be read.</exception>
    internal SelectionRules Rules(ParseResult line)
    {
        var marks = line.GetValue(_marks)!.Select(FolderMark.Parse);
        return new()
        {
            Patterns = [.. line.GetValue(_files)!.SelectMany(PatternFile.Read)],
            PatternsIgnoringCase = [.. line.GetValue(_ignoringCase)!, .. line.GetValue(_filesIgnoringCase)!.SelectMany(PatternFile.Read)],
            Marks = [.. line.GetValue(_caches) ? marks.Prepend(FolderMark.Cache) : marks],
            LargestFile = line.GetValue(_largest) is { } text ? ByteCount.Parse(text, _largest.Name) : null,
            OneFileSystem = line.GetValue(_oneFileSystem),
        };
    }
}
