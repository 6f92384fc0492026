namespace Holdfast.Cli.Init.Drafts;

/// <summary>What a rhythm means for a plan, in the plan's own words.</summary>
/// <param name="Tier">One of those that every plan has.</param>
/// <param name="Every">Time between two copies: at most half of the RPO, so that one that fails breaks nothing.</param>
/// <param name="NeedsSafeCopy">Whether the tier asks for a copy that no one can change, and for a place to recover elsewhere.</param>
internal sealed record Objectives(string Tier, string Rto, string Rpo, string Every, bool NeedsSafeCopy)
{
    public static Objectives Of(Rhythm rhythm) => rhythm switch
    {
        Rhythm.Hour => new("mission critical", "1 hour", "15 minutes", "5 minutes", NeedsSafeCopy: true),
        Rhythm.Day => new("important", "8 hours", "4 hours", "1 hour", NeedsSafeCopy: true),
        Rhythm.Week => new("ordinary", "1 day", "1 day", "6 hours", NeedsSafeCopy: false),
        _ => new("deferrable", "3 days", "1 day", "6 hours", NeedsSafeCopy: false),
    };
}
