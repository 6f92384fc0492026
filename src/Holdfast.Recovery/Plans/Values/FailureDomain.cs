namespace Holdfast.Recovery.Plans.Values;

/// <summary>Something that is lost all at once: <c>building office</c>, <c>power office</c>, <c>provider northstar</c>.</summary>
public readonly record struct FailureDomain(string Kind, string Name)
{
    public override string ToString() => $"{Kind} {Name}";
}
