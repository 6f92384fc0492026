using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Steps;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads the steps that bring a system back.</summary>
internal sealed class RecoveryReader(StepContext context)
{
    private const int MostRetries = 100;

    private static Shape DrillShape { get; } = new(
        "inADrill",
        "What a drill does in place of the step.",
        new("run", Templates.Command, Needed: true),
        new("as", Written.Text, "The user to run as."));

    public static Shape Shape { get; } = new(
        "step",
        "One thing to do to bring a system back.",
        new("name", Names.Written),
        new("timeout", Durations.Written, "After which it has failed."),
        new("retries", Written.Whole(1, MostRetries), "How often it is tried again, at once."),
        new("on failure", Written.Choice<OnFailure>(), "Whether it holds back what follows."),
        new("skip", SkipRules.Written),
        new("takes", Durations.Written, "How long it takes, by your word."),
        new("in a drill", Written.Either(Written.Only("skip"), Written.Mapping(DrillShape)), "What a drill does in its place."),
        new("because", Written.Text, "Why a drill skips it."))
    {
        Alternatives = [.. StepKinds.All.Select(kind => kind.Words)],
    };

    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, int> _ofKind = [];

    public ImmutableArray<RecoveryStep> Read(Field recover)
    {
        var items = recover.SomeItems() ?? [];
        var steps = ImmutableArray.CreateBuilder<RecoveryStep>();
        foreach (var item in items)
        {
            if (Choice.Read(item, item.Node, Shape) is { } choice)
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
        var kind = StepKinds.Of(choice.Kind);
        var read = kind.Read(field, fields, context);
        var name = NameOf(kind, fields, count, read.Action);
        if (read.Action is not null && !_names.Add(name))
        {
            field.Refuse(ProblemId.RepeatedStep, $"makes a second step {Shown.Quoted(name)} of system {Shown.Quoted(context.System)}",
                "remove one of the two, or give it a \"name\"; two services need two names.");
        }

        var takes = TakesOf(fields, read.Takes);
        return new RecoveryStep(name, read.Action ?? new RestoreAction(null), fields.Optional("timeout")?.Duration() ?? kind.TimeoutOf(read.Action, takes))
        {
            Takes = takes,
            Retries = RetriesOf(fields, read.Action),
            OnFailure = OnFailureOf(fields, isLast),
            Skip = fields.Optional("skip")?.Word<SkipRule>() ?? context.Scope.Skip ?? kind.SkipOf(read.Action),
            InADrill = InADrillOf(fields) ?? kind.InADrill(read.Action),
        };
    }

    /// <summary>Its kind first, which its durations are compared by; then its name where the plan gives it one.</summary>
    private static string NameOf(StepKind kind, Fields fields, int count, StepAction? action)
    {
        if (fields.Optional("name") is { } field && field.Text() is { } name)
        {
            Names.Check(name, field.Node, $"step {Shown.Quoted(name)}", field.Log);
            return $"{kind.Word} {name}";
        }

        return kind.NameOf(action, count);
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

    private OnFailure OnFailureOf(Fields fields, bool isLast)
    {
        if (fields.Optional("on failure") is not { } field)
        {
            return OnFailure.Stop;
        }

        var word = field.OneOf("stop", "continue", "ask");
        if (word == "continue" && isLast)
        {
            field.Refuse(ProblemId.ContinuesAtTheEnd, $"lets system {Shown.Quoted(context.System)} pass for recovered though its last step failed",
                "remove it: the last step shows that the system operates.");
        }

        return word switch { "continue" => OnFailure.Continue, "ask" => OnFailure.Ask, _ => OnFailure.Stop };
    }

    private DrillVariant? InADrillOf(Fields fields)
    {
        var field = fields.Optional("in a drill");
        if (field?.Node is MapNode)
        {
            var instead = field.Fields(fields.KeyOf("in a drill"), DrillShape)!;
            RefuseReason(fields);
            return new OtherwiseInDrill(
                new CommandAction(Templates.ReadCommand(instead.Required("run", "[program, argument]"), context.Host), instead.Optional("as")?.Text(), Repeatable: true));
        }

        if (field is null)
        {
            RefuseReason(fields);
            return null;
        }

        return field.OneOf("skip") is null ? null : new SkippedInDrill(fields.Required("because", "it would send the real visitors here")?.Text() ?? "");
    }

    private static void RefuseReason(Fields fields)
    {
        if (!fields.IsMisspelt("in a drill"))
        {
            fields.Optional("because")?.Refuse(ProblemId.StrayReason, "gives a reason for nothing", "write  in a drill: skip  if a drill leaves the step out; else remove it.");
        }
    }
}
