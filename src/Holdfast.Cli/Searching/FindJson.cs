using System.Text.Json.Nodes;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Searching;

/// <summary>What was found, for programs; <c>docs/find.md</c> has every name.</summary>
internal static class FindJson
{
    public static JsonObject Of(Found found, Plan plan) => new()
    {
        { "name", found.Name },
        { "documents", found.Documents.Shown.Select(d => Of(d, found.Words.Of(plan.Systems.First(s => s.Name == d.System), d))) },
        { "count", found.Documents.Count },
        { "gone", found.Documents.Gone },
        { "searched", found.Systems.Select(s => new JsonObject { { "system", s.System.Name }, { "points", s.Points }, { "from", s.From }, { "until", s.Until }, { "partial", s.Partial } }) },
        { "notSearched", FindScreen.NotSearched(found) },
        { "closed", found.Repositories.Closed },
        { "unread", found.Search.Unread.Select(u => new JsonObject { { "repository", u.Repository }, { "path", u.Path }, { "takenAt", u.TakenAt }, { "why", u.Why } }) },
        { "foldersRead", found.Search.FoldersRead },
    };

    private static JsonObject Of(Document document, string restore) => new()
    {
        { "system", document.System },
        { "path", document.Path },
        { "type", document.Best.Item.Type.Word() },
        { "state", document.Gone is not null ? "gone" : document.IsUnknown ? "unknown" : "there" },
        { "lastIn", document.Gone?.LastIn.TakenAt },
        { "missingFrom", document.Gone?.MissingFrom.TakenAt },
        { "versions", document.Versions.Select(Of) },
        { "restore", restore },
    };

    private static JsonObject Of(DocumentVersion version) => new()
    {
        { "takenAt", version.Newest.TakenAt },
        { "since", version.Oldest.TakenAt },
        { "points", version.Points },
        { "size", version.Item.Type == NodeType.File ? version.Item.Size : (long?)null },
        { "modified", version.Item.Modified.ToString() },
        { "repositories", version.Newest.Repositories },
        { "snapshot", version.Newest.Known.Point.Snapshot },
        { "repository", version.Newest.Known.Point.Repository },
        { "counts", version.Counted is not null },
        { "whyNot", version.WhyNot },
    };
}
