using System.CommandLine;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Cli;

/// <summary>How commands that only look open the repositories: all at once, and not longer than is of use.</summary>
internal sealed class Looking
{
    private readonly Option<double?> _wait = new("--wait")
    {
        Description = "How long each repository may take to answer. Default: 30, and 2 for one whose systems have copies in another that answered.",
        HelpName = "SECONDS",
    };

    public Looking AddTo(Command command)
    {
        command.Options.Add(_wait);
        return this;
    }

    /// <summary>Those of the places that answer; the others, and points that lost something, are told.</summary>
    public async Task<RepositorySet> OpenAsync(Session session, ParseResult parsed, IEnumerable<RepositoryPlace> places, CancellationToken cancellationToken)
    {
        var wait = parsed.GetValue(_wait);
        if (wait is not (null or (> 0 and <= 3600)))
        {
            throw new UsageException(FormattableString.Invariant($"--wait {wait} is no time to wait."), "Say seconds, more than 0 and at most 3600.");
        }

        RepositoryPlace[] asked = [.. places];
        var names = asked.Select(p => p.Name).ToHashSet();
        var asking = RepositoryAsking.ToLook(
            wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            session.Plan.Plan.Systems.Select(s => s.Protection).OfType<Protection>().Select(p => p.To.RemoveAll(to => !names.Contains(to))));
        var repositories = await RepositorySet.OpenAsync(
            session.Plan.Real(),
            asked,
            session.Keys,
            session.Clock,
            asking with { Tell = Screen.Warn, Distrusted = CopyDamage.Packs(ProtectionLog.Read(session.State)) },
            cancellationToken);
        foreach (var (name, why) in repositories.Closed)
        {
            Screen.Warn($"{name} was not looked into, so nothing in it counts: {why}");
        }

        foreach (var line in LostPoints.Lines(repositories))
        {
            Screen.Warn(line);
        }

        return repositories;
    }
}
