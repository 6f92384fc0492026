namespace Holdfast.Recovery.Plans;

/// <summary>Where something stands in the text of a plan.</summary>
/// <param name="File">As it was named when the plan was read.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
public readonly record struct Place(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
