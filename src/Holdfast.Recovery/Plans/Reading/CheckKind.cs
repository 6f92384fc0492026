namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// A kind of check as the plan's language has it: its words and its reader. Each is a file of <c>Plans/Checks</c> with one line in
/// <c>CheckKinds</c>; what it asks is a <see cref="CheckAction"/>.
/// </summary>
/// <param name="words">The key that says so, with those that only this kind may have beside it.</param>
internal abstract class CheckKind(Alternative words)
{
    /// <summary>Of checks that ask a port.</summary>
    protected static readonly Key AnsweredBy = new("answered by", Written.OneOf(Others), "Whether something may answer that no step of the plan starts.");

    private const string Others = "others";

    public Alternative Words => words;

    public string Word => words.Deciding.Name;

    /// <param name="fields">The whole check.</param>
    public abstract CheckAction Read(Fields fields, StepContext context);

    protected static bool ByOthers(Fields fields) => fields.Optional(AnsweredBy.Name)?.OneOf(Others) is not null;
}
