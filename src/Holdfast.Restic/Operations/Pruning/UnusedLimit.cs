using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>How much unused data may stay in a repository: getting rid of the last of it means copying much that is used.</summary>
public readonly record struct UnusedLimit
{
    private readonly double _percent;
    private readonly long _bytes;

    private UnusedLimit(double percent, long bytes) => (_percent, _bytes) = (percent, bytes);

    /// <summary>Only packs go in which nothing is used.</summary>
    public static UnusedLimit None { get; } = new(0, long.MaxValue);

    /// <summary>restic's own: 5 percent.</summary>
    public static UnusedLimit Default { get; } = Percent(5);

    public static UnusedLimit Bytes(long bytes) => new(0, bytes);

    /// <param name="percent">Of what the repository then holds; 0 or more, less than 100.</param>
    public static UnusedLimit Percent(double percent) => percent is >= 0 and < 100
        ? new(percent, 0)
        : throw new RepositoryException(
            RepositoryFault.Request, $"{percent}% of a repository cannot be unused data", "give a percentage from 0 to less than 100");

    /// <param name="used">Bytes of used data.</param>
    internal long For(long used) => _bytes + (long)Math.Min(long.MaxValue / 2, _percent / (100 - _percent) * used);
}
