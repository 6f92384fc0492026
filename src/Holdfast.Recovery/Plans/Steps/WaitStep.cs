using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class WaitStep() : StepKind(new(new Key("wait", Durations.Written, "Lets time pass.")))
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public override StepRead Read(Field field, Fields fields, StepContext context) => new(field.Duration() is { } time ? new WaitAction(time) : null);

    public override TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) => action is WaitAction wait ? wait.For + Margin : base.TimeoutOf(action, takes);
}
