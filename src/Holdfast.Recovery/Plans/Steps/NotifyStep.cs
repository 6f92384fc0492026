using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class NotifyStep() : StepKind(new(new Key("notify", Written.Mapping(Shape))))
{
    private static readonly Shape Shape = new(
        "stepNotify",
        "Somebody is told.",
        new("tell", Parties.Audience, Needed: true),
        new("by", ChannelList.Written, Needed: true),
        new("says", Written.Text, "The words.", Needed: true));

    public override StepRead Read(Field field, Fields fields, StepContext context) => field.Fields(fields.KeyOf(Word), Shape) is { } notice
        ? new(new NotifyAction(
            Parties.ReadAll(notice.Required("tell", "everyone"), context.Scope, outsiders: false),
            ChannelList.Read(notice.Required("by", "[email]")),
            notice.Required("says", "We are back.")?.Text() ?? ""))
        : default;

    public override TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) => AtLeast(TimeSpan.FromMinutes(10), takes);
}
