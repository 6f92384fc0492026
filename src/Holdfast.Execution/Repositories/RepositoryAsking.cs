using System.Collections.Immutable;

namespace Holdfast.Execution.Repositories;

/// <summary>How a set of repositories is asked, and how long it is waited for.</summary>
/// <param name="Patience">How long each may take to answer.</param>
/// <param name="GoOnAfter">How long the others are waited for once enough have answered; null: as long as their patience lasts.</param>
public sealed record RepositoryAsking(TimeSpan Patience, TimeSpan? GoOnAfter = null)
{
    /// <summary>All are waited for, each as long as its patience lasts.</summary>
    public static RepositoryAsking Default { get; } = new(TimeSpan.FromSeconds(30));

    /// <summary>For whoever needs one copy and has no time: the others are taken when they come.</summary>
    public static RepositoryAsking Urgent { get; } = Default with { GoOnAfter = TimeSpan.FromSeconds(1.5) };

    /// <summary>Whether these are enough; one is, unless someone needs more.</summary>
    public Func<IReadOnlyCollection<string>, bool> IsEnough { get; init; } = open => open.Count > 0;

    /// <summary>Told what fails and is tried again, and what came late.</summary>
    public Action<string> Tell { get; init; } = static _ => { };

    /// <summary>Whether nothing is written to them, so that one whose config is lost is opened all the same.</summary>
    public bool Reads { get; init; } = true;

    /// <summary>By repository, packs that were found damaged when they were read.</summary>
    public ILookup<string, string> Distrusted { get; init; } = Array.Empty<string>().ToLookup(static n => n);

    /// <summary>For whoever only looks: enough is a copy of each system; what else is not there soon after has not answered.</summary>
    /// <param name="wait">How long the operator wants to wait for each; null: not for those whose copies others have.</param>
    /// <param name="needs">Of each system the repositories that have its copies.</param>
    public static RepositoryAsking ToLook(TimeSpan? wait, IEnumerable<ImmutableArray<string>> needs)
    {
        ImmutableArray<string>[] of = [.. needs.Where(n => !n.IsDefaultOrEmpty)];
        return wait is { } said
            ? Default with { Patience = said }
            : Default with { GoOnAfter = TimeSpan.FromSeconds(2), IsEnough = open => of.All(n => n.Any(open.Contains)) };
    }
}
