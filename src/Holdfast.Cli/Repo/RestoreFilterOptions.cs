using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Patterns;
using Holdfast.Restic.Operations.Restores;

namespace Holdfast.Cli.Repo;

/// <summary>The options that say by patterns which part of a snapshot is restored, and which attributes.</summary>
internal sealed class RestoreFilterOptions
{
    private readonly Option<string[]> _includes = SnapshotChoice.Several("--include", "Restore only what matches the pattern", "-i");
    private readonly Option<string[]> _includesIgnoringCase = SnapshotChoice.Several("--iinclude", "As --include, upper and lower case alike");
    private readonly Option<string[]> _includeFiles = SnapshotChoice.Several("--include-file", "File with patterns for --include, one a line");
    private readonly Option<string[]> _includeFilesIgnoringCase = SnapshotChoice.Several("--iinclude-file", "File with patterns for --iinclude");
    private readonly Option<string[]> _excludes = SnapshotChoice.Several("--exclude", "Do not restore what matches the pattern", "-e");
    private readonly Option<string[]> _excludesIgnoringCase = SnapshotChoice.Several("--iexclude", "As --exclude, upper and lower case alike");
    private readonly Option<string[]> _excludeFiles = SnapshotChoice.Several("--exclude-file", "File with patterns for --exclude, one a line");
    private readonly Option<string[]> _excludeFilesIgnoringCase = SnapshotChoice.Several("--iexclude-file", "File with patterns for --iexclude");
    private readonly Option<string[]> _attributeIncludes = SnapshotChoice.Several("--include-xattr", "Restore only extended attributes that match");
    private readonly Option<string[]> _attributeExcludes = SnapshotChoice.Several("--exclude-xattr", "Do not restore extended attributes that match");

    internal void AddTo(Command command)
    {
        Option<string[]>[] all =
        [
            _includes, _includesIgnoringCase, _includeFiles, _includeFilesIgnoringCase,
            _excludes, _excludesIgnoringCase, _excludeFiles, _excludeFilesIgnoringCase, _attributeIncludes, _attributeExcludes,
        ];
        Array.ForEach(all, command.Options.Add);
    }

    /// <exception cref="UsageException">A file of patterns cannot be read.</exception>
    internal RestoreFilter Filter(ParseResult line) => new()
    {
        Includes = Patterns(line, _includes, _includeFiles),
        IncludesIgnoringCase = Patterns(line, _includesIgnoringCase, _includeFilesIgnoringCase),
        Excludes = Patterns(line, _excludes, _excludeFiles),
        ExcludesIgnoringCase = Patterns(line, _excludesIgnoringCase, _excludeFilesIgnoringCase),
    };

    internal AttributeFilter Attributes(ParseResult line) =>
        new() { Includes = line.GetValue(_attributeIncludes)!, Excludes = line.GetValue(_attributeExcludes)! };

    private static string[] Patterns(ParseResult line, Option<string[]> patterns, Option<string[]> files) =>
        [.. line.GetValue(patterns)!, .. line.GetValue(files)!.SelectMany(PatternFile.Read)];
}
