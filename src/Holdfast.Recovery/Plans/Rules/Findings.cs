using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Holds a plan against every rule.</summary>
public static class Findings
{
    /// <summary>Every rule of this folder, by id. Named one by one, because nothing is found by its type in a program compiled ahead of time; a test finds one that is missing.</summary>
    internal static ImmutableArray<Rule> Rules { get; } =
    [
        new ApproverDoesTheTask(), new ChannelInside(), new CheckProvesNothing(), new CheckTooWeak(), new CopiesInOneDomain(),
        new CopiesShareCredentials(), new CopiesShareDomain(), new DeclaredOnly(), new DependsOnAbsent(), new DnsInside(), new DrillTooRare(),
        new DrillTouchesProduction(), new DrillWaitsForPeople(), new EndsWithinAYear(), new EvidenceOlderThanPlan(), new GrowthBreaksRto(), new HostsShareRepository(), new IdentityInside(),
        new ImmutabilityTooShort(), new KeyBesideCopy(), new KeyOnlyOnLostHost(), new KeysLostToo(), new LastStepNotACheck(),
        new LeadTimeBeyondRto(), new ManualWorkExceedsRto(), new NeedsLowerTier(), new NeedsSlowerSystem(), new NestedSystems(), new NeverDrilled(),
        new NeverPractised(), new NeverRestored(), new NeverVerifiedOften(), new Nis2PlanContent(), new NoAcknowledgement(), new NoCost(),
        new NoDataCheck(), new NoDrillPlace(), new NoEscalation(), new NoMinimumService(), new NoMtpd(), new NoOfflineOrImmutable(),
        new NoProcesses(), new NoRecoveryLead(), new NoRecoverySteps(), new NoRedundancy(), new NoRetention(), new NoVerifiedCopy(),
        new NobodyTold(), new NotProtected(), new NotRepeatable(), new NowhereToRecover(), new ObjectiveMissing(), new OneMedium(),
        new OnePersonManyRoles(), new OpenCorrectiveAction(), new PasswordOnlyOnLostHost(), new PastLifetime(), new PastSupport(),
        new PersonWithoutContact(), new PlanInside(), new ProcessNeedsNothing(), new ProcessRtoBeyondMtpd(), new ProcessRtoNotReachable(),
        new RecoversWhereItRuns(), new RecoveryHostSharesDomain(), new RecoveryHostTooSmall(), new RegulatorLate(), new ReplicaIsNoBackup(), new RestoredOverSystem(),
        new RetentionTooShort(), new ReviewOverdue(), new RiskReviewOverdue(), new RiskWithoutTreatment(), new RoleSharesDomain(),
        new RoleWithoutStandIn(), new RpoNeedsLag(), new RpoNotReachable(), new RpoWithoutMargin(), new RtoBelowTransferFloor(), new RtoBeyondMtpd(),
        new ScenarioMissing(), new ScenarioUnrecoverable(), new ServiceLost(), new ServiceWithoutPromise(), new SingleLossUnrecoverable(),
        new SinglePointOfFailure(), new SkippedInADrill(), new StandbyOnOwnHost(), new SystemServesNothing(), new TaskWithoutTime(),
        new TooFewCopies(), new UnknownTimeZone(), new UnprotectedData(), new UnusedHost(), new UnusedRepository(), new UnusedRole(), new UnusedService(),
        new WitnessInside(),
    ];

    /// <param name="places">Of the same reading as the plan.</param>
    /// <param name="today">Where the plan is used.</param>
    /// <param name="record">What happened with the plan; null: only the plan itself is judged.</param>
    /// <returns>In the order of the text.</returns>
    public static IReadOnlyList<Finding> Of(Plan plan, PlanPlaces places, DateOnly today, PlanEvidence? record = null) =>
    [
        .. from rule in Rules
           from found in rule.In(plan, today, record)
           let finding = new Finding(rule.Id, found.Severity ?? rule.Severity, rule.Clause, found.Message, found.Hint, places.Of(found.Path)) { Of = found.Path is [_, var name, ..] ? name : null }
           orderby finding.Where.File, finding.Where.Line, finding.Where.Column, finding.Id
           select finding,
    ];
}
