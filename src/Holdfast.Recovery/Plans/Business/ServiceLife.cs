using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Business;

/// <summary>How old a thing is, and how long it will do. What the plan does not say is null.</summary>
public sealed record ServiceLife(DateOnly? Bought, CalendarSpan? Lifetime, DateOnly? SupportUntil)
{
    public DateOnly? EndOfLife => Bought is { } bought && Lifetime is { } lifetime ? lifetime.From(bought) : null;
}
