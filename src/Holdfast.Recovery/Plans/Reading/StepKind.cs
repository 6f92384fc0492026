namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// A kind of step as the plan's language has it: its words, its reader, and what holds of it where the plan says nothing. Each is a file of
/// <c>Plans/Steps</c> with one line in <c>StepKinds</c>; what it does is a <see cref="StepAction"/>.
/// </summary>
/// <param name="words">The key that says so, with those that only this kind may have beside it.</param>
internal abstract class StepKind(Alternative words)
{
    public Alternative Words => words;

    public string Word => words.Deciding.Name;

    /// <param name="field">What stands after the kind's word.</param>
    /// <param name="fields">The whole step.</param>
    public abstract StepRead Read(Field field, Fields fields, StepContext context);

    /// <summary>After how long it has failed: long enough for a slow day, short enough to be noticed.</summary>
    /// <param name="takes">How long it takes by the plan's word.</param>
    public virtual TimeSpan TimeoutOf(StepAction? action, TimeSpan? takes) => AtLeast(TimeSpan.FromMinutes(1), takes);

    /// <summary>What it is called: its word first, which its durations are compared by, then what it acts on.</summary>
    /// <param name="count">Which one of its kind it is in its system.</param>
    public virtual string NameOf(StepAction? action, int count) => $"{Word} {count}";

    public virtual SkipRule SkipOf(StepAction? action) => SkipRule.OnePerson;

    /// <summary>What a drill does in its place; null: the same.</summary>
    public virtual DrillVariant? InADrill(StepAction? action) => null;

    /// <summary>What is said to take an hour has not failed after one.</summary>
    protected static TimeSpan AtLeast(TimeSpan usual, TimeSpan? takes) => takes is { } said && said * 2 > usual ? said * 2 : usual;
}

/// <param name="Action">Null when it can't be known, which was reported.</param>
/// <param name="Takes">How long it takes, where that is said inside.</param>
internal readonly record struct StepRead(StepAction? Action, TimeSpan? Takes = null);
