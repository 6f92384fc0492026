using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>One key that opens the copies of several hosts.</summary>
internal sealed class HostsShareRepository() : Rule("hosts-share-repository", Severity.Note, "CISA #StopRansomware")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from repository in plan.Repositories
        let hosts = plan.Systems.Where(s => s.Protection?.To.Contains(repository.Name) == true).Select(s => s.RunsOn).Distinct().ToArray()
        where hosts.Length > 1
        select At(
            $"{Shown.All(hosts)} write into repository {Shown.Quoted(repository.Name)} with one key: who takes one of them reads the copies of all, and can put others in their place",
            "give hosts that need not know each other's data a repository each, on a server that lets each add copies and remove none (append-only).",
            "repositories", repository.Name);
}
