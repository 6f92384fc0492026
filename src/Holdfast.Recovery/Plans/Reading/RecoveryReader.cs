using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads the steps that bring a system back.</summary>
/// <param name="data">Null when it could not be read; then no step is called unfit for it.</param>
/// <param name="host">Where the steps run; null when that could not be read.</param>
internal sealed class RecoveryReader(string system, ProtectedData? data, Host? host)
{
    private static readonly TimeSpan RestoreTimeout = TimeSpan.FromHours(24);
    private static readonly TimeSpan ServiceTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> names = [];
    private int runs;
    private int checks;

    public ImmutableArray<RecoveryStep> Read(Field recover)
    {
        var items = recover.SomeItems() ?? [];
        var steps = ImmutableArray.CreateBuilder<RecoveryStep>();
        foreach (var item in items)
        {
            var choice = Choice.Read(item, item.Node,
                ("restore", ["owner", "timeout"]), ("service", ["timeout"]), ("run", ["as", "repeatable", "timeout"]), ("check", ["timeout"]));
            if (choice is not null)
            {
                steps.Add(StepOf(choice));
            }
        }

        return steps.ToImmutable();
    }

    private RecoveryStep StepOf(Choice choice)
    {
        var fields = choice.Fields;
        var field = fields.Optional(choice.Kind)!;
        (string Name, StepAction? Action, TimeSpan Timeout) = choice.Kind switch
        {
            "restore" => ("restore", RestoreOf(field, fields), RestoreTimeout),
            "service" => ServiceOf(field, fields) is { } service
                ? ($"service {service.Service}", service, ServiceTimeout)
                : ("service", (StepAction?)null, ServiceTimeout),
            "run" => ($"run {++runs}", RunOf(field, fields), RunTimeout),
            _ => ($"check {++checks}", new CheckReader(data, host).Read(field, fields.KeyOf("check")), CheckTimeout),
        };
        if (Action is not null && !names.Add(Name))
        {
            field.Refuse(ProblemId.RepeatedStep, $"makes a second step {Shown.Quoted(Name)} of system {Shown.Quoted(system)}",
                "remove one of the two; two services need two names.");
        }

        var timeout = fields.Optional("timeout")?.Duration() ?? Timeout;
        return new RecoveryStep(Name, Action ?? new RestoreAction(null), timeout);
    }

    private RestoreAction RestoreOf(Field field, Fields fields)
    {
        var what = field.Text();
        if (what is not null && what != system)
        {
            field.Refuse(ProblemId.RestoreOfAnother, $"restores {Shown.Quoted(what)}, and this is system {Shown.Quoted(system)}",
                $"write  restore: {system}  and name the other under \"needs\": its own steps restore it.");
        }

        return new RestoreAction(fields.Optional("owner")?.Text());
    }

    private ServiceAction? ServiceOf(Field field, Fields fields)
    {
        if (field.Fields(fields.KeyOf("service"), "name", "command", "as", "environment") is not { } service)
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

    private CommandAction RunOf(Field field, Fields fields) =>
        new(Templates.ReadCommand(field, host), fields.Optional("as")?.Text(), fields.Optional("repeatable")?.OneOf("true", "false") == "true");
}
