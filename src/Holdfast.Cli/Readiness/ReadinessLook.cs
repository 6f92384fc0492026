using System.Collections.Immutable;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Cli.Readiness;

/// <summary>One look at whether the business is ready: what <c>status</c> shows and what people are told by themselves.</summary>
/// <param name="NotCounted">Lines of others that no believed machine signed.</param>
internal sealed record ReadinessLook(
    ReadinessAnswer Answer, Basis Basis, ImmutableArray<CopyStanding> Copies, ImmutableArray<NextCopy> Next, ImmutableArray<RoomOutlook> Rooms, IReadOnlyList<Finding> Findings, ImmutableArray<Uncounted> NotCounted, DateTimeOffset Now)
{
    /// <summary>What happened in drills and failovers.</summary>
    public required Past Past { get; init; }

    /// <param name="contents">Null: no repository is looked into.</param>
    /// <param name="remembers">Whether what can only be seen now, how much room there is, is written down.</param>
    public static async Task<ReadinessLook> OfAsync(Session session, RepositorySet? contents, bool remembers, CancellationToken cancellationToken)
    {
        var (plan, now) = (session.Plan.Plan, session.Clock.GetUtcNow());
        var epochs = contents?.EpochsBy(session.State);
        var (history, past, notCounted) = KeptHistory.Read(session.State, session.Plan, epochs);
        var basis = KnownBasis.Of(plan, history, contents, now);
        if (contents is not null)
        {
            basis = basis.Doubted(contents, epochs!) with { Troubled = await RepositoryTroubles.InAsync(contents, session.State, cancellationToken) };
        }

        var findings = Recovery.Plans.Rules.Findings.Of(plan, session.Plan.Places, DateOnly.FromDateTime(session.Clock.GetLocalNow().DateTime));
        var answer = ReadinessAnswer.Of(basis, past, findings.Count(f => f.Severity == Severity.Error), contents is not null, cancellationToken)
            .WithoutServices(await FailedOverServices.DeadAsync(session, past, cancellationToken));
        ImmutableArray<RoomOutlook> rooms = contents is null ? [] : RoomOutlook.Of(session.Plan.Real(), contents, session.State, now, remembers);
        return new(answer, basis, CopyStanding.Of(plan, history, past.Readings, contents), NextCopy.Of(plan, history, now), rooms, findings, notCounted, now) { Past = past };
    }
}
