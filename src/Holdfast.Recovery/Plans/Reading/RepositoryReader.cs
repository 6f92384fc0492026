namespace Holdfast.Recovery.Plans.Reading;

internal static class RepositoryReader
{
    public static RepositoryPlace? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, "at", "site", "key") is not { } fields)
        {
            return null;
        }

        var at = Templates.Plain(fields.Required("at", "/srv/backup"));
        var site = scope.Sites.Refer(fields.Required("site", "office")).Name;
        var key = KeyReferences.Read(fields.Required("key", "\"file:/etc/holdfast/repository.key\""));
        return site is null ? null : new RepositoryPlace(name.Text, at ?? "", site, key ?? default);
    }
}
