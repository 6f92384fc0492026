using System.Collections.Immutable;

namespace Holdfast.Presentation.Metrics;

/// <summary>
/// Every metric that there is; <c>docs/metrics.md</c> has the same, and a test holds them together. How old something is stands nowhere: when it
/// was, does, so that it grows old also where nobody writes the file any more.
/// </summary>
public static class MetricFamilies
{
    private const string System = "system", Repository = "repository";

    public static readonly MetricFamily
        Up = new("holdfast_up", "Whether the last look could be made; where it is 0, nothing else is said"),
        LookAt = new("holdfast_look_timestamp_seconds", "When it was looked and all of this was so"),
        LookTook = new("holdfast_look_duration_seconds", "How long looking took"),
        Build = new("holdfast_build_info", "The program that looked", "version"),
        Plan = new("holdfast_plan_info", "The plan that counts", "sha256"),
        Good = new("holdfast_good", "Whether the whole business is good, as holdfast status says it: within every objective, and proven"),
        Findings = new("holdfast_plan_findings", "How many findings holdfast plan check has in the plan", "severity"),
        Troubles = new("holdfast_troubles", "How many things are to be put right that alerts would tell", "level"),
        ScheduleRunning = new("holdfast_schedule_running", "Whether a process of this machine keeps the plan's schedule"),
        SchedulePlanUsable = new("holdfast_schedule_plan_usable", "Whether the plan's file can be used by which the schedule is kept; where it is 0, an older plan is followed"),
        AlertsConfigured = new("holdfast_alerts_configured", "Whether the plan says who is told when copies stop"),
        AlertsWaiting = new("holdfast_alerts_waiting", "How many messages wait to be sent"),
        AlertsFailing = new("holdfast_alerts_failing_channels", "By how many ways nothing goes out"),
        AlertsFailingSince = new("holdfast_alerts_failing_since_timestamp_seconds", "Since when nothing goes out by the way that fails longest"),

        SystemInfo = new("holdfast_system_info", "Where a system runs and where it is brought back", System, "tier", "runs_on", "recovers_on"),
        SystemGood = new("holdfast_system_good", "Whether a system is good, as holdfast status says it", System),
        SystemLack = new("holdfast_system_lack", "What keeps a system from being good, one series for each thing", System, "lack", "verdict"),
        RtoTarget = new("holdfast_system_rto_target_seconds", "How soon it is to operate again", System),
        RtoPredicted = new("holdfast_system_rto_predicted_seconds", "Until it operates again after the loss that delays it most, half the time at the latest", System),
        RtoPredictedP90 = new("holdfast_system_rto_predicted_p90_seconds", "Until it operates again after the loss that delays it most, nine times in ten at the latest", System),
        RpoTarget = new("holdfast_system_rpo_target_seconds", "How much may be lost of it, as time", System),
        RpoPredicted = new("holdfast_system_rpo_predicted_seconds", "How much would be lost at most, as time, after the loss that takes most", System),
        SystemPoint = new("holdfast_system_point_timestamp_seconds", "The moment that the newest verified recovery point shows that is still there: what came after it would be lost now", System),
        ProtectEvery = new("holdfast_system_protect_every_seconds", "How often the plan has it copied", System),
        DrillAt = new("holdfast_system_drill_timestamp_seconds", "When its last drill or failover ended", System),
        DrillGood = new("holdfast_system_drill_good", "Whether it came back in its last drill or failover", System),
        DrillRto = new("holdfast_system_drill_rto_seconds", "How long it took in the last drill or failover in which it came back", System),
        DrillDue = new("holdfast_system_drill_due_timestamp_seconds", "From when on the last drill or failover in which it came back is too old to show anything", System),

        CopyPoint = new("holdfast_copy_point_timestamp_seconds", "The moment that the newest verified copy shows that this repository has", System, Repository),
        CopyNewest = new("holdfast_copy_newest_timestamp_seconds", "The moment that the newest copy shows that this repository has, whether it counts or not", System, Repository),
        CopyBytes = new("holdfast_copy_point_bytes", "How large the newest verified copy is when it is restored", System, Repository),
        CopyAdded = new("holdfast_copy_point_added_bytes", "How much the newest verified copy added to the repository", System, Repository),
        CopyPoints = new("holdfast_copy_points", "How many copies this repository has, by what they are worth", System, Repository, "state"),
        CopyRead = new("holdfast_copy_read_timestamp_seconds", "When a whole copy was last read here and found good, by a restore or by reading everything back", System, Repository),
        AttemptAt = new("holdfast_copy_attempt_timestamp_seconds", "When it was last tried to make a copy here", System, Repository),
        AttemptGood = new("holdfast_copy_attempt_good", "Whether the last try made a copy that counts", System, Repository),
        AttemptTook = new("holdfast_copy_attempt_duration_seconds", "How long the last try took that could be read back, from the moment that it shows until it was verified", System, Repository),

        RepositoryUp = new("holdfast_repository_up", "Whether a repository answered and could be looked through; where it is 0, nothing is said of what is in it", Repository),
        RepositoryOffline = new("holdfast_repository_offline", "Whether the plan says that nothing reaches it while no copy is made", Repository),
        RepositoryTroubled = new("holdfast_repository_troubled", "Whether nothing can be stored in it, or what it keeps beside the copies cannot be read", Repository),
        RepositorySnapshots = new("holdfast_repository_snapshots", "How many snapshots it has, Holdfast's own records included", Repository),
        RepositoryBytes = new("holdfast_repository_pack_bytes", "How long all its packs are together", Repository),
        RepositoryFree = new("holdfast_repository_free_bytes", "How much room its disk has, of a repository in a folder of this machine", Repository),
        RepositoryDisk = new("holdfast_repository_disk_bytes", "How large its disk is, of a repository in a folder of this machine", Repository),
        RepositoryRemovedAt = new("holdfast_repository_removed_timestamp_seconds", "When upkeep last removed something from it and freed the space", Repository),
        RepositoryReadSince = new("holdfast_repository_read_timestamp_seconds", "Every part of it was read back and found good at that time or later", Repository);

    /// <summary>In the order in which they are written.</summary>
    public static ImmutableArray<MetricFamily> All { get; } =
    [
        Up, LookAt, LookTook, Build, Plan, Good, Findings, Troubles, ScheduleRunning, SchedulePlanUsable, AlertsConfigured, AlertsWaiting, AlertsFailing, AlertsFailingSince,
        SystemInfo, SystemGood, SystemLack, RtoTarget, RtoPredicted, RtoPredictedP90, RpoTarget, RpoPredicted, SystemPoint, ProtectEvery, DrillAt, DrillGood, DrillRto, DrillDue,
        CopyPoint, CopyNewest, CopyBytes, CopyAdded, CopyPoints, CopyRead, AttemptAt, AttemptGood, AttemptTook,
        RepositoryUp, RepositoryOffline, RepositoryTroubled, RepositorySnapshots, RepositoryBytes, RepositoryFree, RepositoryDisk, RepositoryRemovedAt, RepositoryReadSince,
    ];
}
