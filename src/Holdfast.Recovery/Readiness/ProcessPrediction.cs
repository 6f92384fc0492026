using Holdfast.Recovery.Plans.Business;

namespace Holdfast.Recovery.Readiness;

/// <summary>What becomes of something that the business does. All times count from the disaster.</summary>
/// <param name="MinimumService">Until the least that is acceptable is done again (MBCO).</param>
/// <param name="ByWorkaround">Whether that is by the workaround, before the systems are back.</param>
/// <param name="Operating">Until everything that it needs operates.</param>
/// <param name="FullService">Until people have verified and re-keyed what is to be, too.</param>
/// <param name="BacklogCleared">Until what piled up is worked off; unknown where the plan does not say how work arrives and is done.</param>
/// <param name="NeverCaughtUp">Whether more work arrives than is done, so that the backlog stays.</param>
/// <param name="Cost">Of the typical outage, in the plan's currency; null where no one knows how long it is.</param>
/// <param name="CostP90">Of one that nine in ten are no worse than.</param>
/// <param name="Never">What it needs and never comes back; null: all of it does.</param>
public sealed record ProcessPrediction(
    BusinessProcess Process,
    Outlook MinimumService,
    bool ByWorkaround,
    Outlook Operating,
    Outlook FullService,
    Outlook BacklogCleared,
    bool NeverCaughtUp,
    decimal? Cost,
    decimal? CostP90,
    string? Never)
{
    /// <summary>Whether it is typically back within what can be borne; null: no one knows, or the plan sets no limit.</summary>
    public bool? WithinMtpd => Process.Mtpd is not { } mtpd ? null : Never is not null ? false : Operating.P50.Value is { } operating ? operating <= mtpd : null;
}
