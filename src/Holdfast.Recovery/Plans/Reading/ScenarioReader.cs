namespace Holdfast.Recovery.Plans.Reading;

internal static class ScenarioReader
{
    public static Scenario? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, "loses") is not { } fields || Domains.Read(fields.Required("loses", "[building office]")) is not { } loses)
        {
            return null;
        }

        foreach (var (domain, field) in loses)
        {
            RefuseUnknown(domain, field, scope.Domains);
        }

        return new Scenario(name.Text, [.. loses.Select(l => l.Domain)]);
    }

    private static void RefuseUnknown(FailureDomain domain, Field field, IReadOnlySet<FailureDomain>? known)
    {
        if (known is null || known.Contains(domain))
        {
            return;
        }

        var guess = Suggestion.For(domain.ToString(), known.Select(d => d.ToString()));
        field.Refuse(ProblemId.UnknownDomain, $"is a failure domain that no site has: {Shown.Quoted(domain.ToString())}",
            guess is null ? "write one that stands under \"fails with\" of a site, or add it there." : $"did you mean {Shown.Quoted(guess)}?");
    }
}
