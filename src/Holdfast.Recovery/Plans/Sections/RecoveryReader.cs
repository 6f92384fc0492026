using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads the steps that bring a system back.</summary>
/// <param name="data">What the system keeps.</param>
/// <param name="host">Where the steps run; null when that could not be read or there is none.</param>
internal sealed class RecoveryReader(string system, SystemData data, Host? host, PlanScope scope)
{
    private const int MostRetries = 100;

    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, int> _ofKind = [];
    private readonly StepActionReader _actions = new(system, data, host, scope);

    public ImmutableArray<RecoveryStep> Read(Field recover)
    {
        var items = recover.SomeItems() ?? [];
        var steps = ImmutableArray.CreateBuilder<RecoveryStep>();
        foreach (var item in items)
        {
            if (Choice.Read(item, item.Node, PlanKeys.Step) is { } choice)
            {
                steps.Add(StepOf(choice, isLast: item == items[^1]));
            }
        }

        return steps.ToImmutable();
    }

    private RecoveryStep StepOf(Choice choice, bool isLast)
    {
        var fields = choice.Fields;
        var field = fields.Optional(choice.Kind)!;
        var count = _ofKind[choice.Kind] = _ofKind.GetValueOrDefault(choice.Kind) + 1;
        var read = _actions.Read(choice);
        var name = NameOf(choice, count, read.Action);
        if (read.Action is not null && !_names.Add(name))
        {
            field.Refuse(ProblemId.RepeatedStep, $"makes a second step {Shown.Quoted(name)} of system {Shown.Quoted(system)}",
                "remove one of the two, or give it a \"name\"; two services need two names.");
        }

        var takes = TakesOf(fields, read.Takes);
        return new RecoveryStep(name, read.Action ?? new RestoreAction(null), fields.Optional("timeout")?.Duration() ?? StepTimeouts.Of(choice.Kind, read.Action, takes))
        {
            Takes = takes,
            Retries = RetriesOf(fields, read.Action),
            OnFailure = OnFailureOf(fields, isLast),
            Skip = fields.Optional("skip")?.Word<SkipRule>() ?? scope.Skip ?? UsualSkip(read.Action),
            InADrill = InADrillOf(fields) ?? UsualInADrill(read.Action),
        };
    }

    /// <summary>
    /// Its kind first, which its durations are compared by; then its name where it has one, else what it acts on or its number among
    /// those of its kind.
    /// </summary>
    private static string NameOf(Choice choice, int count, StepAction? action)
    {
        if (choice.Fields.Optional("name") is { } field && field.Text() is { } name)
        {
            Names.Check(name, field.Node, $"step {Shown.Quoted(name)}", field.Log);
            return $"{choice.Kind} {name}";
        }

        return choice.Kind switch
        {
            "restore" => "restore",
            "service" => $"service {(action is UnitAction unit ? unit.Unit : (action as ServiceAction)?.Service)}",
            var kind => $"{kind} {count}",
        };
    }

    private static TimeSpan? TakesOf(Fields fields, TimeSpan? inside)
    {
        if (fields.Optional("takes") is not { } field)
        {
            return inside;
        }

        if (inside is not null)
        {
            field.Refuse(ProblemId.SaidTwice, "is said inside the step too", "keep one of the two.");
        }

        return field.Duration();
    }

    private static int RetriesOf(Fields fields, StepAction? action)
    {
        if (fields.Optional("retries") is not { } field || field.Integer(1, MostRetries) is not { } retries)
        {
            return 0;
        }

        if (action is PersonAction)
        {
            field.Refuse(ProblemId.RetriesUnrepeatable, "would try a person again", "remove it; who is asked, and how often, is said in the step itself.");
        }
        else if (action is CommandAction { Repeatable: false })
        {
            field.Refuse(ProblemId.RetriesUnrepeatable, "would run a program again that the plan does not call repeatable",
                "add  repeatable: true  if it may run twice; else remove the retries.");
        }

        return retries;
    }

    /// <summary>What two people must approve, one alone can't wave through.</summary>
    private static SkipRule UsualSkip(StepAction? action) => action is ApprovalAction { Of: > 1 } ? SkipRule.TwoPeople : SkipRule.OnePerson;

    private OnFailure OnFailureOf(Fields fields, bool isLast)
    {
        if (fields.Optional("on failure") is not { } field)
        {
            return OnFailure.Stop;
        }

        var word = field.OneOf("stop", "continue", "ask");
        if (word == "continue" && isLast)
        {
            field.Refuse(ProblemId.ContinuesAtTheEnd, $"lets system {Shown.Quoted(system)} pass for recovered though its last step failed",
                "remove it: the last step shows that the system operates.");
        }

        return word switch { "continue" => OnFailure.Continue, "ask" => OnFailure.Ask, _ => OnFailure.Stop };
    }

    private DrillVariant? InADrillOf(Fields fields)
    {
        var field = fields.Optional("in a drill");
        if (field?.Node is MapNode)
        {
            var instead = field.Fields(fields.KeyOf("in a drill"), PlanKeys.InADrill)!;
            RefuseReason(fields);
            return new OtherwiseInDrill(
                new CommandAction(Templates.ReadCommand(instead.Required("run", "[program, argument]"), host), instead.Optional("as")?.Text(), Repeatable: true));
        }

        if (field is null)
        {
            RefuseReason(fields);
            return null;
        }

        return field.OneOf("skip") is null ? null : new SkippedInDrill(fields.Required("because", "it would send the real visitors here")?.Text() ?? "");
    }

    /// <summary>Of a unit there is one on the machine: what a drill brings back lies beside it.</summary>
    private static SkippedInDrill? UsualInADrill(StepAction? action) =>
        action is UnitAction { Unit: var unit } ? new($"it would start the unit {unit} of the machine, not what the drill brought back") : null;

    private static void RefuseReason(Fields fields)
    {
        if (!fields.IsMisspelt("in a drill"))
        {
            fields.Optional("because")?.Refuse(ProblemId.StrayReason, "gives a reason for nothing", "write  in a drill: skip  if a drill leaves the step out; else remove it.");
        }
    }
}
