namespace Holdfast.Stages.Repositories;

/// <summary>The tags that tell Holdfast's snapshots apart in a repository.</summary>
public static class Tags
{
    public const string Plan = "holdfast:plan";
    public const string Journal = "holdfast:journal";
    public const string Evidence = "holdfast:evidence";
    public const string Epoch = "holdfast:epoch";

    public static string System(string name) => "system:" + name;

    public static string Repository(string name) => "repository:" + name;

    public static string? RepositoryOf(IEnumerable<string> tags) =>
        tags.FirstOrDefault(t => t.StartsWith("repository:", StringComparison.Ordinal))?["repository:".Length..];

    public static string EpochNumber(int epoch) => "epoch:" + epoch.ToString(global::System.Globalization.CultureInfo.InvariantCulture);

    public static int EpochOf(IEnumerable<string> tags) => tags
        .Where(t => t.StartsWith("epoch:", StringComparison.Ordinal))
        .Select(t => int.TryParse(t["epoch:".Length..], out var epoch) ? epoch : 0)
        .FirstOrDefault();
}
