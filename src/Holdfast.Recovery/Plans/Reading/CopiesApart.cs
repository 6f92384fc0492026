namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// At least one copy of a system's data must be apart from the system: at a site that shares no failure domain with the
/// site of the host that it runs on. Else one event takes the system and everything it could be recovered from.
/// </summary>
internal static class CopiesApart
{
    /// <param name="copies">Null: a repository that could not be read, which may be apart.</param>
    public static void Check(Field to, IEnumerable<RepositoryPlace?> copies, Host? runsOn, PlanScope scope)
    {
        if (runsOn is null || scope.Sites.Find(runsOn.Site) is not { } home)
        {
            return;
        }

        var lostWithHome = home.FailsWith.ToHashSet();
        var shared = copies.Select(c => c is null ? null : SharedDomain(c, lostWithHome, scope)).ToArray();
        if (shared.All(s => s is not null))
        {
            to.Refuse(ProblemId.CopiesInOneDomain,
                $"holds no copy apart from the system: {string.Join("; ", shared)}",
                $"add a repository at a site that is not lost with site {Shown.Quoted(home.Name)}.");
        }
    }

    /// <returns>What takes both, in words; null when nothing that the plan knows of does.</returns>
    private static string? SharedDomain(RepositoryPlace copy, HashSet<FailureDomain> lostWithHome, PlanScope scope) =>
        scope.Sites.Find(copy.Site) is { } site && site.FailsWith.FirstOrDefault(lostWithHome.Contains) is { Kind: not null } shared
            ? $"{Shown.Quoted(copy.Name)} is lost with {Shown.Quoted(shared.ToString())}"
            : null;
}
