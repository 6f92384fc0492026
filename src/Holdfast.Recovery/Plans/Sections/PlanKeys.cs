using Holdfast.Recovery.Plans.Data;
using Holdfast.Recovery.Plans.Data.PostgreSql;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>
/// Every key of the language, by the thing that has it. Readers take theirs from here, and a test holds the published schema
/// against it, so that the two can't drift apart.
/// </summary>
internal static class PlanKeys
{
    public static readonly string[] Plan =
    [
        "organization", "currency", "declaration", "include", "regulations", "reviewed", "review every", "skip", "people", "roles", "tiers", "sites",
        "links", "hosts", "repositories", "witness", "services", "systems", "processes", "communication", "assets", "risks", "scenarios",
        "drills", "exercises",
    ];

    public static readonly string[] Person = ["name", "email", "phone", "mobile", "address", "note", "fails with"];
    public static readonly string[] Role = ["held by", "does"];
    public static readonly string[] Tier = ["rto", "rpo", "work recovery", "drill every"];

    public static readonly string[] Site = ["fails with", "address"];
    public static readonly string[] Link = ["bandwidth", "latency", "fails with"];
    public static readonly string[] Host =
    [
        "site", "folder", "ports", "drill", "fails with", "ssh", "cores", "memory", "disk", "at once", "restores", "bought", "lifetime",
        "support until", "rebuild",
    ];

    public static readonly string[] HostDrill = ["folder", "ports"];
    public static readonly string[] Rebuild = ["lead time", "packages", "units", "configuration", "provision", "takes"];
    public static readonly string[] Repository = ["at", "site", "on", "key", "fails with", "immutable", "offline", "medium", "reads"];
    public static readonly string[] Service = ["provider", "contact", "phone", "fails with", "promised", "needed to recover"];
    public static readonly (string Kind, string[] Others)[] Witness = [("dns", ["server"]), ("file", ["on"])];

    public static readonly string[] System =
    [
        "tier", "rto", "rpo", "work recovery", "kind", "needs", "needs services", "needs people", "runs on", "recovers on", "size", "grows",
        "standby", "when alone", "protect", "because", "recover",
    ];

    public static readonly string[] Standby = ["kind", "on", "lag"];
    public static readonly string[] PostgreSql = PostgreSqlKind.Keys;
    public static readonly string[] Keep = ["last", "hourly", "daily", "weekly", "monthly", "yearly", "within"];

    private static readonly string[] OfEachProtection = ["every", "to", "at least", "keep", "hold until", "verify every"];

    public static readonly (string Kind, string[] Others)[] Protect =
        [.. DataKinds.All.Select(kind => (kind.Word, (string[])[.. kind.Others, .. OfEachProtection]))];

    private static readonly string[] OfEachStep = ["name", "timeout", "retries", "on failure", "skip", "takes", "in a drill", "because"];

    public static readonly (string Kind, string[] Others)[] Step =
    [
        ("restore", ["owner", "allow", .. OfEachStep]),
        ("service", OfEachStep),
        ("run", ["as", "repeatable", .. OfEachStep]),
        ("check", OfEachStep),
        ("task", OfEachStep),
        ("approval", OfEachStep),
        ("notify", OfEachStep),
        ("switch", OfEachStep),
        ("wait", OfEachStep),
        ("provision", OfEachStep),
    ];

    public static readonly string[] StepService = ["name", "command", "as", "environment"];
    public static readonly string[] StepTask = ["who", "do", "takes"];
    public static readonly string[] StepApproval = ["by", "of", "within"];
    public static readonly string[] StepNotify = ["tell", "by", "says"];
    public static readonly string[] StepProvision = ["run", "as", "repeatable", "takes"];
    public static readonly string[] InADrill = ["run", "as"];

    public static readonly (string Kind, string[] Others)[] StepSwitch = [("dns", ["to", "ttl"]), ("run", ["as", "repeatable"])];

    public static readonly (string Kind, string[] Others)[] Check =
        [("http", ["method", "expect", "contains", "answered by"]), ("sql", ["database", "expect", "read only", "answered by"]), ("files", ["at least"]), ("run", ["as", "answered by"])];

    public static readonly string[] Process =
    [
        "needs", "needs services", "needs people", "owner", "used", "rto", "mtpd", "minimum service", "minimum service within", "workaround",
        "work arrives", "work done", "idle people", "costs",
    ];

    public static readonly string[] Workaround = ["do", "capacity", "for at most", "needs"];
    public static readonly string[] IdlePeople = ["count", "costs"];
    public static readonly (string Kind, string[] Others)[] Cost = [("from", ["costs"]), ("at", ["costs"])];

    public static readonly string[] Announcement = ["when", "tell", "by", "acknowledge within", "otherwise tell", "within", "says"];
    public static readonly string[] Asset =
    [
        "of", "kind", "count", "bought", "lifetime", "support until", "annual failure rate", "redundancy", "lead time", "costs",
    ];

    public static readonly string[] Risk = ["likelihood", "impact", "treatment", "by", "owner", "scenario", "review"];
    public static readonly string[] Scenario = ["loses", "lasts", "likelihood"];
    public static readonly string[] Drill = ["scenario", "every", "kind"];
    public static readonly string[] Exercise = ["on", "kind", "scenario", "took part", "learnt", "actions"];
    public static readonly string[] Action = ["do", "owner", "due", "done"];
}
