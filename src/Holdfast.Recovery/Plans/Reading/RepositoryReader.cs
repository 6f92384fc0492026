namespace Holdfast.Recovery.Plans.Reading;

internal static class RepositoryReader
{
    private static readonly string[] Protocols = ["sftp", "rest", "s3", "swift", "b2", "azure", "gs", "rclone"];

    public static RepositoryPlace? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, "at", "site", "key") is not { } fields)
        {
            return null;
        }

        var place = fields.Required("at", "/srv/backup");
        var at = Templates.Plain(place);
        if (at is not null && Protocols.FirstOrDefault(p => at.StartsWith(p + ":", StringComparison.Ordinal)) is { } protocol)
        {
            // Taken for a path, it would be a folder of that name beside the data, and count as a copy elsewhere.
            place!.Refuse(ProblemId.NotAFolder, $"names a repository over {protocol}, which this version does not reach",
                "mount the storage and write its path, or keep a copy there with restic, which reads and copies the same repositories.");
        }

        var site = scope.Sites.Refer(fields.Required("site", "office")).Name;
        var key = KeyReferences.Read(fields.Required("key", "\"file:/etc/holdfast/repository.key\""));
        return site is null ? null : new RepositoryPlace(name.Text, at ?? "", site, key ?? default);
    }
}
