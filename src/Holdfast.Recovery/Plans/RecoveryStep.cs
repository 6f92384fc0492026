using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans;

/// <summary>One thing to do to bring a system back.</summary>
/// <param name="Name">Unique within its system: the action and what it acts on, such as <c>service booking</c>.</param>
/// <param name="Timeout">After which the step has failed.</param>
public sealed record RecoveryStep(string Name, StepAction Action, TimeSpan Timeout)
{
    /// <summary>How often it is tried again, at once, before it has failed.</summary>
    public int Retries { get; init; }

    public OnFailure OnFailure { get; init; }

    /// <summary>Whose word lets a run go on without it.</summary>
    public SkipRule Skip { get; init; }

    /// <summary>How long it takes, by the plan's own word; null: the plan does not say.</summary>
    public TimeSpan? Takes { get; init; }

    /// <summary>How long the plan lets one expect where nothing was measured; of an approval, the most that it may take.</summary>
    public TimeSpan? DeclaredDuration => Takes ?? Action.OwnTime;

    /// <summary>What a drill does in its place; null: the same.</summary>
    public DrillVariant? InADrill { get; init; }
}

/// <summary>Whether a step that failed holds back what comes after it, or someone is asked what becomes of it.</summary>
public enum OnFailure { Stop, Continue, Ask }

/// <summary>Whose word lets a run go on without a step.</summary>
public enum SkipRule
{
    /// <summary>Anyone at the machine, with a reason.</summary>
    OnePerson,

    /// <summary>Two different people of the plan, each with a one-time code.</summary>
    TwoPeople,
}

/// <summary>What a drill does in place of a step, because the real thing would touch the real world.</summary>
public abstract record DrillVariant;

/// <param name="Because">For the evidence: what the drill therefore does not show.</param>
public sealed record SkippedInDrill(string Because) : DrillVariant;

public sealed record OtherwiseInDrill(CommandAction Command) : DrillVariant;

/// <summary>What a step does. Strings may hold <c>{folder}</c> and <c>{port NAME}</c>.</summary>
public abstract record StepAction
{
    /// <summary>Whether it can be done again where it may or may not have happened. After a crash the others are asked about.</summary>
    public virtual bool IsRepeatable => true;

    /// <summary>Whether it takes room on the host while it goes on.</summary>
    public virtual bool OccupiesHost => true;

    /// <summary>How long it lasts by what it says of itself, of an approval the most; null: it says nothing.</summary>
    public virtual TimeSpan? OwnTime => null;

    /// <summary>Who of the plan must do something for it; null: no one.</summary>
    public virtual Party? Doer => null;

    /// <summary>How many of those.</summary>
    public virtual int DoersNeeded => Doer is null ? 0 : 1;

    /// <summary>Whom of the plan it names.</summary>
    public virtual IEnumerable<Party> Parties => Doer is { } doer ? [doer] : [];
}

/// <summary>Puts the chosen recovery point of the step's own system back. Repeatable.</summary>
/// <param name="Owner">The operating system's user who shall own what was restored; null: as recorded.</param>
public sealed record RestoreAction(string? Owner) : StepAction
{
    /// <summary>Whether files may keep the bits that let them run as their owner or group.</summary>
    public bool AllowsSetuid { get; init; }

    public bool AllowsDevices { get; init; }

    /// <summary>Whether files may keep the capabilities of Linux that they carry.</summary>
    public bool AllowsCapabilities { get; init; }

    /// <summary>What of it is allowed, in the plan's words.</summary>
    public IEnumerable<string> Allows =>
        new (bool Allowed, string Word)[] { (AllowsSetuid, "setuid"), (AllowsDevices, "devices"), (AllowsCapabilities, "capabilities") }.Where(a => a.Allowed).Select(a => a.Word);
}

/// <summary>What restored data may hold of what gives power on the machine, where the plan allows it.</summary>
public enum RiskyContent { Setuid, Devices, Capabilities }

/// <summary>Starts a long-running program unless it runs already; that probe makes it repeatable.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="As">The user to run as; null: whoever runs Holdfast.</param>
public sealed record ServiceAction(
    string Service, ImmutableArray<string> Command, string? As, ImmutableSortedDictionary<string, string> Environment) : StepAction;

/// <summary>Starts a unit of systemd that the machine has, such as <c>postgresql@15-main</c>. Repeatable: a unit that runs is left running.</summary>
public sealed partial record UnitAction(string Unit) : StepAction
{
    // As systemd.unit(5) has it; what begins with a dash would be an option.
    private const string Characters = @"[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]{0,254}";

    /// <summary>Of a name, as a pattern of JSON Schema.</summary>
    internal const string NamePattern = $"^{Characters}$";

    public ImmutableArray<string> Command => ["systemctl", "start", "--", Unit];

    /// <summary>Whether systemd would load a unit of that name.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    [GeneratedRegex($@"\A{Characters}\z")]
    private static partial Regex Name();
}

/// <summary>Runs a program to its end; exit code 0 is success.</summary>
/// <param name="Repeatable">Whether it may run again after a crash; if not, the operator is asked.</param>
public sealed record CommandAction(ImmutableArray<string> Command, string? As, bool Repeatable) : StepAction
{
    public override bool IsRepeatable => Repeatable;
}

/// <summary>Lets time pass, for what needs it to settle. Repeatable.</summary>
public sealed record WaitAction(TimeSpan For) : StepAction
{
    public override bool OccupiesHost => false;

    public override TimeSpan? OwnTime => For;
}

/// <summary>Something that a person does. To ask again does no harm: who did it already says so.</summary>
public abstract record PersonAction : StepAction
{
    public override bool OccupiesHost => false;
}

public sealed record TaskAction(Party Who, string Do) : PersonAction
{
    public override Party? Doer => Who;
}

/// <param name="Of">How many of them must say yes.</param>
/// <param name="Within">How long they have; null: as long as the step.</param>
public sealed record ApprovalAction(Party By, int Of, TimeSpan? Within) : PersonAction
{
    public override TimeSpan? OwnTime => Within;

    public override Party? Doer => By;

    public override int DoersNeeded => Of;
}

/// <summary>Whoever leads the recovery does it, who is not named in it.</summary>
public sealed record NotifyAction(ImmutableArray<Party> Tell, ImmutableArray<Channel> By, string Says) : PersonAction
{
    public override IEnumerable<Party> Parties => Tell;
}

/// <summary>Sends those who ask for a name to where the system now runs.</summary>
/// <param name="To">Null: to the host that the system recovers on.</param>
/// <param name="Ttl">How long others may remember the old answer.</param>
public sealed record SwitchDnsAction(string Record, string? To, TimeSpan? Ttl) : PersonAction;

/// <summary>Asks again until the answer is right or the step's timeout is over. Repeatable.</summary>
public abstract record CheckAction : StepAction;

/// <summary>A check that asks a port, or runs a program that may: there someone else may answer than who is meant.</summary>
public abstract record PortCheck : CheckAction
{
    /// <summary>Whether something that no step of the plan starts may answer.</summary>
    public bool ByOthers { get; init; }
}

/// <param name="Method">GET or POST.</param>
/// <param name="Contains">Text that the answer's body must hold; null: any body.</param>
public sealed record HttpCheck(string Url, string Method, int Status, string? Contains) : PortCheck;

/// <summary>
/// Runs one query in the step's own system's database and compares its only value. The query may use <c>:disaster</c> and
/// <c>:rpo</c>: in PostgreSQL a timestamptz and an interval, in SQLite seconds since 1970 and seconds.
/// </summary>
public sealed record SqlCheck(string Query, string? Database, string Expect) : PortCheck
{
    /// <summary>Whether the database need take no write.</summary>
    public bool ReadOnly { get; init; }
}

public sealed record FilesCheck(string Folder, int AtLeast) : CheckAction;

public sealed record CommandCheck(ImmutableArray<string> Command, string? As) : PortCheck;
