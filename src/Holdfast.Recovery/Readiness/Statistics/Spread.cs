namespace Holdfast.Recovery.Readiness.Statistics;

/// <summary>How widely durations scatter around what is typical for them, as far as that was seen.</summary>
/// <param name="Variance">Of the logarithms of seconds.</param>
/// <param name="Freedom">On how many independent differences it rests.</param>
public readonly record struct Spread(double Variance, int Freedom)
{
    /// <summary>
    /// What is assumed before anything was seen: one duration in three is off by more than two fifths. It weighs as much as three
    /// differences, so that one lucky pair of equal measurements does not promise that the next is equal too.
    /// </summary>
    public static Spread Assumed { get; } = new(0.16, 3);

    /// <summary>What two say together, each by its weight.</summary>
    public Spread With(Spread other) => other.Freedom == 0
        ? this
        : new(((Variance * Freedom) + (other.Variance * other.Freedom)) / (Freedom + other.Freedom), Freedom + other.Freedom);

    /// <summary>The scatter inside of groups, each around its own middle.</summary>
    public static Spread Within(IEnumerable<LogSample> groups)
    {
        var (squares, freedom) = groups.Aggregate((Squares: 0.0, Freedom: 0), (sum, g) => (sum.Squares + g.Squares, sum.Freedom + g.Count - 1));
        return freedom == 0 ? default : new(squares / freedom, freedom);
    }
}
