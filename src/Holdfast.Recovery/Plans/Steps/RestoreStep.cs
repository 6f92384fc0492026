using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class RestoreStep() : StepKind(new(
    new("restore", Written.Text, "The system itself."),
    new("owner", Written.Text, "Who shall own what was restored."),
    new("allow", Written.ListOf(Written.Choice<RiskyContent>(), some: true), "What the data may hold of what gives power on the machine; all else of it is left out.")))
{
    public override StepRead Read(Field field, Fields fields, StepContext context)
    {
        var (system, data) = (context.System, context.Data);
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
        return new(new RestoreAction(fields.Optional("owner")?.Text())
        {
            AllowsSetuid = allowed.Contains(RiskyContent.Setuid),
            AllowsDevices = allowed.Contains(RiskyContent.Devices),
            AllowsCapabilities = allowed.Contains(RiskyContent.Capabilities),
        });
    }

    public override TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) => TimeSpan.FromHours(24);

    /// <summary>A system is restored once.</summary>
    public override string NameOf(StepAction? action, int count) => Word;
}
