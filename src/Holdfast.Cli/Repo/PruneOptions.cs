using System.CommandLine;
using System.Globalization;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Pruning;

namespace Holdfast.Cli.Repo;

/// <summary>The options that say how to prune, which <c>prune</c> and <c>forget --prune</c> share.</summary>
internal sealed class PruneOptions
{
    private readonly Option<string> _maxUnused = new("--max-unused")
    {
        Description = "How much unused data may stay: a size, a percentage of the repository, or \"unlimited\"", HelpName = "limit", DefaultValueFactory = _ => "5%",
    };

    private readonly Option<string?> _maxRepackSize = new("--max-repack-size") { Description = "Copy no more than this, such as 10G", HelpName = "size" };
    private readonly Option<bool> _cacheableOnly = new("--repack-cacheable-only") { Description = "Copy only packs of trees, which a cache has" };
    private readonly Option<bool> _small = new("--repack-small") { Description = "Merge packs below 80% of the usual size" };
    private readonly Option<bool> _uncompressed = new("--repack-uncompressed") { Description = "Copy all packs that are not compressed" };

    private readonly Option<string?> _smallerThan =
        new("--repack-smaller-than") { Description = "Merge packs below this size, such as 8M", HelpName = "size" };

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { _maxUnused, _maxRepackSize, _cacheableOnly, _small, _uncompressed, _smallerThan })
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">A size or a percentage makes no sense.</exception>
    internal PruneRequest Request(ParseResult line) => new()
    {
        MaxUnused = Limit(line.GetValue(_maxUnused)!.Trim()),
        MaxRepackBytes = line.GetValue(_maxRepackSize) is { Length: > 0 } size ? ByteCount.Parse(size, _maxRepackSize.Name) : null,
        RepackCacheableOnly = line.GetValue(_cacheableOnly),
        RepackSmall = line.GetValue(_small),
        RepackUncompressed = line.GetValue(_uncompressed),
        RepackSmallerThan = line.GetValue(_smallerThan) is { Length: > 0 } below ? ByteCount.Parse(below, _smallerThan.Name) : null,
    };

    private UnusedLimit Limit(string text) =>
        text == "unlimited" ? UnusedLimit.None
        : !text.EndsWith('%') ? UnusedLimit.Bytes(ByteCount.Parse(text, _maxUnused.Name))
        : double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) ? UnusedLimit.Percent(percent)
        : throw new UsageException($"invalid percentage \"{text}\" passed for --max-unused");
}
