using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads what a step does.</summary>
internal sealed class StepActionReader(string system, SystemData data, Host? host, PlanScope scope)
{
    /// <returns>The action, null when it can't be known; and how long it takes, where that is said inside.</returns>
    public (StepAction? Action, TimeSpan? Takes) Read(Choice choice)
    {
        var fields = choice.Fields;
        var field = fields.Optional(choice.Kind)!;
        var key = fields.KeyOf(choice.Kind);
        return choice.Kind switch
        {
            "restore" => (RestoreOf(field, fields), null),
            "service" => (field.Node is TextNode { IsNull: false } ? UnitOf(field) : ServiceOf(field, key), null),
            "run" => (RunOf(fields), null),
            "check" => (new CheckReader(data, host).Read(field, key), null),
            "task" => TaskOf(field, key),
            "approval" => (ApprovalOf(field, key), null),
            "notify" => (NotifyOf(field, key), null),
            "switch" => (SwitchOf(field, key), null),
            "wait" => (field.Duration() is { } time ? new WaitAction(time) : null, null),
            _ => ProvisionOf(field, key),
        };
    }

    private RestoreAction RestoreOf(Field field, Fields fields)
    {
        var what = field.Text();
        if (what is not null && what != system)
        {
            field.Refuse(ProblemId.RestoreOfAnother, $"restores {Shown.Quoted(what)}, and this is system {Shown.Quoted(system)}",
                $"write  restore: {system}  and name the other under \"needs\": its own steps restore it.");
        }
        else if (data is { IsKnown: true, Data: null })
        {
            field.Refuse(ProblemId.NothingToRestore, $"restores system {Shown.Quoted(system)}, of which nothing is protected",
                "say under \"protect\" what is backed up, or remove the step.");
        }

        var allowed = (fields.Optional("allow")?.SomeItems() ?? []).Select(item => item.Word<RiskyContent>()).OfType<RiskyContent>().ToHashSet();
        return new RestoreAction(fields.Optional("owner")?.Text())
        {
            AllowsSetuid = allowed.Contains(RiskyContent.Setuid),
            AllowsDevices = allowed.Contains(RiskyContent.Devices),
            AllowsCapabilities = allowed.Contains(RiskyContent.Capabilities),
        };
    }

    private static UnitAction? UnitOf(Field field)
    {
        if (field.Text() is not { } unit)
        {
            return null;
        }

        if (!UnitAction.IsName(unit))
        {
            field.Refuse(ProblemId.BadName, $"is no name of a unit of systemd: {Shown.Quoted(unit)}",
                "write the unit as systemctl lists it, such as  service: postgresql@15-main ; a program of your own is written  service: { name: ..., command: [...] }");
        }

        return new UnitAction(unit);
    }

    private ServiceAction? ServiceOf(Field field, PlanNode key)
    {
        if (field.Fields(key, PlanKeys.StepService) is not { } service)
        {
            return null;
        }

        var nameField = service.Required("name", "booking");
        var name = nameField?.Text();
        if (name is not null)
        {
            Names.Check(name, nameField!.Node, $"service {Shown.Quoted(name)}", field.Log);
        }

        var command = Templates.ReadCommand(service.Required("command", "[program, argument]"), host);
        var user = service.Optional("as")?.Text();
        var environment = EnvironmentOf(service.Optional("environment"));
        return name is null ? null : new ServiceAction(name, command, user, environment);
    }

    private ImmutableSortedDictionary<string, string> EnvironmentOf(Field? field)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in field?.Entries("environment variable") ?? [])
        {
            if (value.Node is TextNode { IsNull: true })
            {
                value.Log.Add(ProblemId.NoValue, name, "an environment variable has no value", "put its value in quotes if it holds a comma, or is empty.");
                continue;
            }

            if (name.Text.Length == 0 || name.Text.Contains('=', StringComparison.Ordinal))
            {
                value.Log.Add(ProblemId.BadName, name, $"the name of {value.Label} is empty or holds \"=\"", "write NAME: value.");
            }

            variables[name.Text] = Templates.ReadSecret(value, host) ?? "";
        }

        return variables.ToImmutable();
    }

    private CommandAction RunOf(Fields fields) =>
        new(Templates.ReadCommand(fields.Required("run", "[program, argument]"), host), fields.Optional("as")?.Text(), fields.Optional("repeatable")?.YesOrNo() ?? false);

    private (StepAction?, TimeSpan?) ProvisionOf(Field field, PlanNode key) =>
        field.Fields(key, PlanKeys.StepProvision) is { } fields ? (RunOf(fields), fields.Optional("takes")?.Duration()) : default;

    private (StepAction?, TimeSpan?) TaskOf(Field field, PlanNode key)
    {
        if (field.Fields(key, PlanKeys.StepTask) is not { } fields)
        {
            return default;
        }

        var who = Parties.Read(fields.Required("who", "front desk"), scope);
        var what = fields.Required("do", "Open three folders and look at the newest scan.")?.Text();
        return (new TaskAction(who ?? default, what ?? ""), fields.Optional("takes")?.Duration());
    }

    private ApprovalAction? ApprovalOf(Field field, PlanNode key)
    {
        if (field.Fields(key, PlanKeys.StepApproval) is not { } fields)
        {
            return null;
        }

        var by = Parties.Read(fields.Required("by", "recovery lead"), scope);
        var of = fields.Optional("of")?.Integer(1, 100) ?? 1;
        var most = by switch
        {
            { Kind: PartyKind.Person } => 1,
            { Kind: PartyKind.Role, Name: var role } => scope.Roles.Find(role)?.HeldBy.Length ?? int.MaxValue,
            _ => int.MaxValue,
        };
        if (of > most && fields.Optional("of") is { } asked)
        {
            asked.Refuse(ProblemId.TooManyApprovals, $"asks for {of} approvals, and {Shown.Quoted(by!.Value.Name)} is {(most == 1 ? "one person" : $"{most} people")}",
                "let more people hold the role, or ask for fewer.");
        }

        return new ApprovalAction(by ?? default, of, fields.Optional("within")?.Duration());
    }

    private NotifyAction? NotifyOf(Field field, PlanNode key) => field.Fields(key, PlanKeys.StepNotify) is { } fields
        ? new NotifyAction(
            Parties.ReadAll(fields.Required("tell", "everyone"), scope, outsiders: false),
            ChannelList.Read(fields.Required("by", "[email]")),
            fields.Required("says", "We are back.")?.Text() ?? "")
        : null;

    private StepAction? SwitchOf(Field field, PlanNode key) => Choice.Read(field, key, PlanKeys.StepSwitch) switch
    {
        null => null,
        { Kind: "run", Fields: var fields } => RunOf(fields),
        { Fields: var fields } => new SwitchDnsAction(
            fields.Optional("dns")!.Text() ?? "", fields.Optional("to")?.Text(), fields.Optional("ttl")?.Duration()),
    };
}
