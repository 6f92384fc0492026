using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Steps;

internal sealed class ApprovalStep() : StepKind(new(new Key("approval", Written.Mapping(Shape))))
{
    private const int Most = 100;

    private static readonly Shape Shape = new(
        "stepApproval",
        "Somebody must say yes.",
        new("by", Written.Text, "A role or a person.", Needed: true),
        new("of", Written.Whole(1, Most), "How many must say yes."),
        new("within", Durations.Written, "How long they have."));

    public override StepRead Read(Field field, Fields fields, StepContext context)
    {
        if (field.Fields(fields.KeyOf(Word), Shape) is not { } approval)
        {
            return default;
        }

        var by = Parties.Read(approval.Required("by", "recovery lead"), context.Scope);
        var of = approval.Optional("of")?.Integer(1, Most) ?? 1;
        var most = by switch
        {
            { Kind: PartyKind.Person } => 1,
            { Kind: PartyKind.Role, Name: var role } => context.Scope.Roles.Find(role)?.HeldBy.Length ?? int.MaxValue,
            _ => int.MaxValue,
        };
        if (of > most && approval.Optional("of") is { } asked)
        {
            asked.Refuse(ProblemId.TooManyApprovals, $"asks for {of} approvals, and {Shown.Quoted(by!.Value.Name)} is {(most == 1 ? "one person" : $"{most} people")}",
                "let more people hold the role, or ask for fewer.");
        }

        return new(new ApprovalAction(by ?? default, of, approval.Optional("within")?.Duration()));
    }

    public override TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) =>
        action is ApprovalAction { Within: { } within } ? within : AtLeast(TimeSpan.FromHours(4), takes);

    /// <summary>What two people must approve, one alone can't wave through.</summary>
    public override SkipRule SkipOf(StepAction? action) => action is ApprovalAction { Of: > 1 } ? SkipRule.TwoPeople : SkipRule.OnePerson;
}
