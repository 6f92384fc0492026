using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class RepositoryReader
{
    public static Shape Shape { get; } = new(
        "repository",
        "Where copies of the data are.",
        new("at", Written.Text, $"A path, or an address {string.Join(", ", RepositoryKind.All.Select(kind => kind.Word + ":"))} without a password.", Needed: true),
        new("site", Written.Text, "Where it stands."),
        new("on", Written.Text, "The host whose disks hold it."),
        new("key", KeyReferences.Written, Needed: true),
        new("fails with", Written.ListOf(Domains.Written), "What it is lost with."),
        new("immutable", CalendarSpans.Written, "How long the storage lets nobody change what was written."),
        new("offline", Written.YesOrNo, "Whether nothing reaches it while no copy is made."),
        new("not between", ClockTimes.WindowWritten, "When nothing of it is read back and nothing removed by itself."),
        new("medium", Written.Choice<Medium>(), "What the copies are written on."),
        new("reads", DataRates.Written, "How fast it is read, by your word."))
    {
        OneOf = [["site"], ["on"]],
    };

    private static readonly string[] Unreachable = ["s3", "swift", "b2", "azure", "gs"];

    public static RepositoryPlace? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, Shape) is not { } fields)
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
            NotBetween = fields.Optional("not between") is { } notBetween ? ClockTimes.ReadWindow(notBetween, scope.TimeZone) : null,
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
                "set it up as a remote of rclone and write rclone:REMOTE:PATH, or mount the storage and write its path.");
        }
        else if (at is not null && RepositoryKind.Of(at) is not null && Secrets.IsIn(at))
        {
            Secrets.Refuse(field!);
        }

        return at;
    }
}
