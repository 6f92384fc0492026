using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads <c>building office</c> as the failure domain that it names.</summary>
internal static class Domains
{
    public static Written Written { get; } = Written.Named("failureDomain", "Something that is lost all at once: its kind, then its name.", Written.Matching(@"^\s*\S+\s+\S"), "building office", "provider northstar");

    /// <returns>Null when one of them can't be read.</returns>
    public static ImmutableArray<(FailureDomain Domain, Field Field)>? Read(Field? list)
    {
        if (list?.SomeItems() is not { } items)
        {
            return null;
        }

        var domains = ImmutableArray.CreateBuilder<(FailureDomain, Field)>();
        var seen = new HashSet<FailureDomain>();
        foreach (var item in items)
        {
            if (DomainOf(item) is not { } domain)
            {
                continue;
            }

            domains.Add((domain, item));
            if (!seen.Add(domain))
            {
                item.Refuse(ProblemId.RepeatedItem, $"is there twice: {Shown.Quoted(domain.ToString())}", "remove one of the two.");
            }
        }

        return domains.Count == items.Count ? domains.ToImmutable() : null;
    }

    /// <summary>What a thing is lost with besides what it stands in.</summary>
    /// <returns>Null when it can't be read.</returns>
    public static ImmutableArray<FailureDomain>? ReadOptional(Fields fields) =>
        !fields.Has("fails with") ? fields.IsMisspelt("fails with") ? null : [] : Read(fields.Optional("fails with")) is { } read ? [.. read.Select(d => d.Domain)] : null;

    private static FailureDomain? DomainOf(Field item)
    {
        if (item.Text()?.Trim(' ') is not { } text)
        {
            return null;
        }

        // A name may hold spaces, also two in a row: it is everything after the kind, as it is written.
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        if (end < 0)
        {
            item.Refuse(ProblemId.BadDomain, $"is not a failure domain: {Shown.Quoted(text)}",
                "write its kind and its name, such as \"building office\" or \"provider northstar\".");
            return null;
        }

        return new FailureDomain(text[..end], text[end..].TrimStart(' '));
    }
}
