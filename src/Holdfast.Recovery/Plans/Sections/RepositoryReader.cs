using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class RepositoryReader
{
    private static readonly string[] Unreachable = ["s3", "swift", "b2", "azure", "gs", "rclone"];

    public static RepositoryPlace? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, PlanKeys.Repository) is not { } fields)
        {
            return null;
        }

        var at = AtOf(fields.Required("at", "/srv/backup"));
        var on = fields.Optional("on") is { } onField ? scope.Hosts.Refer(onField) : default;
        var site = SiteOf(fields, name, entry, scope, on.Value);
        var key = KeyReferences.Read(fields.Required("key", "\"file:/etc/holdfast/repository.key\""));
        var failsWith = Domains.ReadOptional(fields);
        var repository = new RepositoryPlace(name.Text, at ?? "", site ?? "", key ?? default)
        {
            On = on.Name,
            FailsWith = failsWith ?? [],
            Immutable = fields.Optional("immutable")?.As(CalendarSpans.Kind),
            Offline = fields.Optional("offline")?.YesOrNo() ?? false,
            Medium = fields.Optional("medium")?.Word<Medium>() ?? Medium.Disk,
            Reads = fields.Optional("reads")?.As(DataRates.Kind),
        };
        return site is null || failsWith is null ? null : repository;
    }

    /// <returns>Null when it is not known, which was reported.</returns>
    private static string? SiteOf(Fields fields, TextNode name, Field entry, PlanScope scope, Host? on)
    {
        if (fields.Has("on") && fields.Has("site"))
        {
            entry.Log.Add(ProblemId.UnclearChoice, name, $"{entry.Label} says \"site\" and \"on\" at once", "keep one of them: it stands at the site of its host.");
            return null;
        }

        return fields.Has("on") || fields.IsMisspelt("on") ? on?.Site : scope.Sites.Refer(fields.Required("site", "office")).Name;
    }

    private static string? AtOf(Field? field)
    {
        var at = Templates.Plain(field);
        if (at is not null && Unreachable.FirstOrDefault(p => at.StartsWith(p + ":", StringComparison.Ordinal)) is { } protocol)
        {
            // Taken for a path, it would be a folder of that name beside the data, and count as a copy elsewhere.
            field!.Refuse(ProblemId.NotAFolder, $"names a repository over {protocol}, which this version does not reach",
                "mount the storage and write its path, or keep a copy there with restic, which reads and copies the same repositories.");
        }
        else if (at is not null && RepositoryPlace.Protocols.Any(p => at.StartsWith(p + ":", StringComparison.Ordinal)) && Secrets.IsIn(at))
        {
            Secrets.Refuse(field!);
        }

        return at;
    }
}
