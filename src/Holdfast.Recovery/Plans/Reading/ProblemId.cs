namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Every id that a problem can have. They are stable: scripts and <c>docs/plan-errors.md</c> rely on them.</summary>
internal static class ProblemId
{
    // The text.
    public const string TooLarge = "too-large";
    public const string NotText = "not-text";
    public const string Empty = "empty-plan";
    public const string NotYaml = "not-yaml";
    public const string Tabs = "tabs";
    public const string TooDeep = "too-deep";
    public const string Alias = "alias";
    public const string Tag = "tag";
    public const string ManyDocuments = "many-documents";
    public const string DuplicateKey = "duplicate-key";
    public const string DefinedTwice = "defined-twice";
    public const string IncludeMissing = "include-missing";
    public const string IncludeCycle = "include-cycle";
    public const string IncludeTooMuch = "include-too-much";

    // Its shape.
    public const string WrongType = "wrong-type";
    public const string UnknownKey = "unknown-key";
    public const string MissingKey = "missing-key";
    public const string NoValue = "no-value";
    public const string RepeatedItem = "repeated-item";
    public const string UnclearChoice = "unclear-choice";

    // Its values.
    public const string BadName = "bad-name";
    public const string BadDuration = "bad-duration";
    public const string BadMoney = "bad-money";
    public const string BadNumber = "bad-number";
    public const string BadChoice = "bad-choice";
    public const string BadAmount = "bad-amount";
    public const string BadDate = "bad-date";
    public const string BadTime = "bad-time";
    public const string BadSpan = "bad-span";
    public const string BadPercent = "bad-percent";
    public const string BadSize = "bad-size";
    public const string BadLeastContent = "bad-least-content";
    public const string BadRate = "bad-rate";
    public const string BadGrowth = "bad-growth";
    public const string BadWorkRate = "bad-work-rate";
    public const string BadLikelihood = "bad-likelihood";
    public const string BadIdlePeople = "bad-idle-people";
    public const string BadContact = "bad-contact";
    public const string BadCurrency = "bad-currency";
    public const string BadDomain = "bad-domain";
    public const string BadKeyReference = "bad-key-reference";
    public const string SecretInPlan = "secret-in-plan";
    public const string BadUrl = "bad-url";
    public const string NotAFolder = "not-a-folder";
    public const string BadPlaceholder = "bad-placeholder";
    public const string PlaceholderNotHere = "placeholder-not-here";

    // What it refers to.
    public const string UnknownSite = "unknown-site";
    public const string UnknownHost = "unknown-host";
    public const string UnknownRepository = "unknown-repository";
    public const string UnknownSystem = "unknown-system";
    public const string UnknownDomain = "unknown-domain";
    public const string UnknownPort = "unknown-port";
    public const string UnknownPerson = "unknown-person";
    public const string UnknownRole = "unknown-role";
    public const string UnknownTier = "unknown-tier";
    public const string UnknownService = "unknown-service";
    public const string UnknownLink = "unknown-link";
    public const string UnknownScenario = "unknown-scenario";

    // Its sense.
    public const string NeedsItself = "needs-itself";
    public const string DependencyCycle = "dependency-cycle";
    public const string AmbiguousName = "ambiguous-name";
    public const string RepeatedLink = "repeated-link";
    public const string BadCurve = "bad-curve";
    public const string SaidTwice = "said-twice";
    public const string StrayReason = "stray-reason";
    public const string TooManyApprovals = "too-many-approvals";
    public const string DrillPortsDiffer = "drill-ports-differ";
    public const string DrillPortIsReal = "drill-port-is-real";
    public const string DrillFolderIsReal = "drill-folder-is-real";
    public const string RestoreOfAnother = "restore-of-another";
    public const string RepeatedStep = "repeated-step";
    public const string NoDatabase = "no-database";
    public const string NothingToRestore = "nothing-to-restore";
    public const string RetriesUnrepeatable = "retries-unrepeatable";
    public const string ContinuesAtTheEnd = "continues-at-the-end";
}
