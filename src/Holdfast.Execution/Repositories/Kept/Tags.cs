using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>The tags that tell Holdfast's snapshots apart in a repository.</summary>
public static class Tags
{
    public const string Plan = RecordTags.Plan;
    public const string Journal = RecordTags.Journal;
    public const string Evidence = RecordTags.Evidence;
    public const string Epoch = RecordTags.Epoch;
    public const string Trust = RecordTags.Trust;

    /// <summary>An epoch that was begun by a failover which does not lead; it counts for nothing.</summary>
    public const string Withdrawn = "withdrawn";

    public static string System(string name) => "system:" + name;

    /// <summary>Whose point it is; null: it is not a point of a system.</summary>
    public static string? SystemOf(IEnumerable<string> tags) => After("system:", tags).FirstOrDefault();

    /// <summary>Who began an epoch, and where.</summary>
    public static string Leader(string name) => "leader:" + name;

    public static string LeaderOf(IEnumerable<string> tags) => After("leader:", tags).FirstOrDefault() ?? "";

    /// <summary>A point that was there when an epoch began, whatever its date says.</summary>
    public static string Before(string shortId) => "before:" + shortId;

    public static IEnumerable<string> BeforeIn(IEnumerable<string> tags) => After("before:", tags);

    public static bool IsOfASystem(IEnumerable<string> tags) => SystemOf(tags) is not null;

    public static string Repository(string name) => "repository:" + name;

    public static string? RepositoryOf(IEnumerable<string> tags) => After("repository:", tags).FirstOrDefault();

    public static string Run(string name) => "run:" + name;

    public static string? RunOf(IEnumerable<string> tags) => After("run:", tags).FirstOrDefault();

    /// <summary>Names hold no <c>@</c>.</summary>
    public static string Active(string system, string host) => $"active:{system}@{host}";

    /// <summary>Systems, and the host on which each is active since the epoch began.</summary>
    public static IEnumerable<(string System, string Host)> ActiveIn(IEnumerable<string> tags) => After("active:", tags)
        .Select(t => t.Split('@', 2))
        .Where(parts => parts.Length == 2)
        .Select(parts => (parts[0], parts[1]));

    /// <summary>Which state folder a journal or evidence snapshot is of.</summary>
    public static string State(string name) => "state:" + name;

    public static string? StateOf(IEnumerable<string> tags) => tags.FirstOrDefault(t => t.StartsWith("state:", StringComparison.Ordinal));

    public static string EpochNumber(int epoch) => "epoch:" + epoch.ToString(global::System.Globalization.CultureInfo.InvariantCulture);

    public static int EpochOf(IEnumerable<string> tags) => After("epoch:", tags)
        .Select(t => int.TryParse(t, out var epoch) ? epoch : 0)
        .FirstOrDefault();

    private static IEnumerable<string> After(string prefix, IEnumerable<string> tags) =>
        tags.Where(t => t.StartsWith(prefix, StringComparison.Ordinal)).Select(t => t[prefix.Length..]);
}
