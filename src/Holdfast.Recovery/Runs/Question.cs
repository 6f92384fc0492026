using System.Collections.Immutable;

namespace Holdfast.Recovery.Runs;

/// <summary>
/// A question to people that is open. Whoever can answer shares its time evenly: the first ones asked, then each stand-in has a round,
/// is reminded at half of it, and at its end the next one is asked too.
/// </summary>
/// <param name="StandIns">Those not asked yet.</param>
/// <param name="Rounds">How many rounds there are in all, from 1.</param>
/// <param name="Round">The one it is in, from 0.</param>
/// <param name="Reminded">Whether someone was reminded in this round.</param>
/// <param name="Approvals">Who said yes so far.</param>
public sealed record Question(
    StepName Step,
    QuestionKind Kind,
    string For,
    ImmutableArray<string> Asked,
    ImmutableArray<string> StandIns,
    string What,
    int Needed,
    DateTimeOffset Since,
    DateTimeOffset Until,
    int Rounds,
    int Round,
    bool Reminded,
    ImmutableArray<Speaker> Approvals)
{
    internal static Question Of(PersonAsked asked, ImmutableArray<Speaker> approvals) => new(
        asked.Step, asked.Kind, asked.For, asked.Asked, asked.StandIns, asked.What, asked.Needed, asked.At, asked.Until, asked.StandIns.Length + 1, 0, false, approvals);

    /// <summary>How many more must say yes; 0 where it is no approval, or enough have.</summary>
    public int Missing => Math.Max(0, Needed - Approvals.Length);

    public bool IsApproved => Kind == QuestionKind.Approval && Missing == 0;

    /// <summary>Everyone whose yes counts.</summary>
    public IEnumerable<string> Entitled => Asked.Concat(StandIns);

    /// <summary>Those who were asked and did not answer.</summary>
    public ImmutableArray<string> Silent => [.. Asked.Where(person => Approvals.All(a => a.Person != person))];

    /// <summary>When something happens to it by itself: a reminder, a stand-in, or its end.</summary>
    public DateTimeOffset Next => Round + 1 == Rounds && Reminded ? Until : Since + ((Until - Since) * (Round + (Reminded ? 1 : 0.5)) / Rounds);

    internal Question Later(TimeSpan by) => this with { Since = Since + by, Until = Until + by };
}
