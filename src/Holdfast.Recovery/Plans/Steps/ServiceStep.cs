using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class ServiceStep() : StepKind(new(new Key(
    "service",
    Written.Either(Written.Matching(UnitAction.NamePattern, "A unit of systemd to start, such as postgresql@15-main."), Written.Mapping(Program)),
    "A program that keeps running: a unit of systemd, or a command.")))
{
    private static readonly Shape Program = new(
        "stepService",
        "A program that keeps running.",
        new("name", Names.Written, Needed: true),
        new("command", Templates.Command, Needed: true),
        new("as", Written.Text, "The user to run as."),
        new("environment", Written.MapOf(Written.AnyScalar), "Variables for it."));

    public override StepRead Read(Field field, Fields fields, StepContext context) =>
        new(field.Node is TextNode { IsNull: false } ? UnitOf(field) : ServiceOf(field, fields.KeyOf(Word), context.Host));

    public override string NameOf(StepAction? action, int count) => $"{Word} {(action is UnitAction unit ? unit.Unit : (action as ServiceAction)?.Service)}";

    /// <summary>Of a unit there is one on the machine: what a drill brings back lies beside it.</summary>
    public override DrillVariant? InADrill(StepAction? action) =>
        action is UnitAction { Unit: var unit } ? new SkippedInDrill($"it would start the unit {unit} of the machine, not what the drill brought back") : null;

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

    private static ServiceAction? ServiceOf(Field field, PlanNode key, Host? host)
    {
        if (field.Fields(key, Program) is not { } service)
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
        var environment = EnvironmentOf(service.Optional("environment"), host);
        return name is null ? null : new ServiceAction(name, command, user, environment);
    }

    private static ImmutableSortedDictionary<string, string> EnvironmentOf(Field? field, Host? host)
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
}
