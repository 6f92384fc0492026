using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>
/// Which snapshots of a group stay. Each rule names some; what any rule names stays. Counts: 0 names none, <see cref="Unlimited"/> the last
/// of every hour, day and so on, in the time zone that each snapshot was made in.
/// </summary>
public sealed record KeepPolicy
{
    public const int Unlimited = -1;

    public int Last { get; init; }

    public int Hourly { get; init; }

    public int Daily { get; init; }

    /// <summary>By ISO weeks, which begin on Mondays.</summary>
    public int Weekly { get; init; }

    public int Monthly { get; init; }

    public int Yearly { get; init; }

    /// <summary>All so much younger than the newest snapshot. Not than now: when backups stop, nothing ages away.</summary>
    public KeepSpan Within { get; init; }

    public KeepSpan WithinHourly { get; init; }

    public KeepSpan WithinDaily { get; init; }

    public KeepSpan WithinWeekly { get; init; }

    public KeepSpan WithinMonthly { get; init; }

    public KeepSpan WithinYearly { get; init; }

    /// <summary>All that have every tag of one of these lists.</summary>
    public IReadOnlyList<TagList> Tags { get; init; } = [];

    /// <summary>No rule names anything.</summary>
    public bool IsEmpty => Tags.Count == 0 && Counts.All(c => c == 0) && Spans.All(s => s.IsZero);

    private IEnumerable<int> Counts => [Last, Hourly, Daily, Weekly, Monthly, Yearly];

    private IEnumerable<KeepSpan> Spans => [Within, WithinHourly, WithinDaily, WithinWeekly, WithinMonthly, WithinYearly];

    /// <summary>For people: <c>the last 3, 7 daily, all yearly, all with tags a,b</c>.</summary>
    public override string ToString()
    {
        string[] kinds = ["last", "hourly", "daily", "weekly", "monthly", "yearly"];
        var counted = kinds.Zip(Counts).Where(k => k.Second != 0).Select(k => (k.First, k.Second) switch
        {
            (_, Unlimited) => k.First == "last" ? "all" : $"all {k.First}",
            ("last", var count) => $"the last {count}",
            var (kind, count) => $"{count} {kind}",
        });
        var within = kinds.Zip(Spans).Where(k => !k.Second.IsZero)
            .Select(k => $"all{(k.First == "last" ? "" : $" {k.First}")} within {k.Second} of the newest");
        var rules = counted.Concat(within).Concat(Tags.Select(t => $"all with tags {t}")).ToList();
        return rules.Count > 0 ? string.Join(", ", rules) : "nothing";
    }
}
