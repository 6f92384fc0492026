using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class TaskStep() : StepKind(new(new Key("task", Written.Mapping(Shape))))
{
    private static readonly Shape Shape = new(
        "stepTask",
        "Something that a person does.",
        new("who", Written.Text, "A role or a person.", Needed: true),
        new("do", Written.Text, "What is to be done.", Needed: true),
        new("takes", Durations.Written, "How long it takes."));

    public override StepRead Read(Field field, Fields fields, StepContext context)
    {
        if (field.Fields(fields.KeyOf(Word), Shape) is not { } task)
        {
            return default;
        }

        var who = Parties.Read(task.Required("who", "front desk"), context.Scope);
        var what = task.Required("do", "Open three folders and look at the newest scan.")?.Text();
        return new(new TaskAction(who ?? default, what ?? ""), task.Optional("takes")?.Duration());
    }

    public override TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) => AtLeast(TimeSpan.FromHours(4), takes);
}
