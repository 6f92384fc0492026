namespace Holdfast.Recovery.Plans.Values;

/// <summary>How much data is added in a stretch of the calendar.</summary>
public readonly record struct DataGrowth(ByteSize Added, CalendarSpan In)
{
    public override string ToString() => $"{Added} in {In}";
}
