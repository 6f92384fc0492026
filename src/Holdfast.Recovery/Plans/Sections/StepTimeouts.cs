namespace Holdfast.Recovery.Plans.Sections;

/// <summary>After how long a step has failed when the plan does not say: long enough for a slow day, short enough to be noticed.</summary>
internal static class StepTimeouts
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public static TimeSpan Of(string kind, StepAction? action, TimeSpan? takes) => (kind, action) switch
    {
        ("restore", _) => TimeSpan.FromHours(24),
        ("run", _) => AtLeast(TimeSpan.FromMinutes(10), takes),
        ("provision", _) => AtLeast(TimeSpan.FromHours(1), takes),
        ("wait", WaitAction wait) => wait.For + Margin,
        ("approval", ApprovalAction { Within: { } within }) => within,
        ("task" or "approval", _) => AtLeast(TimeSpan.FromHours(4), takes),
        ("notify" or "switch", _) => AtLeast(TimeSpan.FromMinutes(10), takes),
        _ => AtLeast(TimeSpan.FromMinutes(1), takes),
    };

    // What is said to take an hour has not failed after one.
    private static TimeSpan AtLeast(TimeSpan usual, TimeSpan? takes) => takes is { } said && said * 2 > usual ? said * 2 : usual;
}
