using System.Text;
using Holdfast.Cli.Searching;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Cli.Searching;

public sealed class DocumentFoldTests
{
    private static readonly DateTimeOffset Newest = new(2026, 3, 31, 2, 13, 0, 0, TimeSpan.Zero);
    private static readonly FoundFolder Unreadable = new([], "it is damaged");

    [Fact]
    public void What_was_deleted_is_gone_between_two_points_and_its_versions_are_the_newest_first()
    {
        var document = Assert.Single(Fold(
            Point(0, Root()), Point(1, Root()), Point(2, Root(("a.txt", 3))), Point(3, Root(("a.txt", 2))), Point(4, Root(("a.txt", 2))), Point(5, Root())));

        Assert.Equal("2025/a.txt", document.Path);
        Assert.Equal([(3L, 1), (2L, 2)], document.Versions.Select(v => (v.Item.Size, v.Points)));
        Assert.Equal((Newest.AddDays(-2), Newest.AddDays(-1)), (document.Gone!.LastIn.TakenAt, document.Gone.MissingFrom.TakenAt));
        Assert.Equal(Newest.AddDays(-4), document.Versions[1].Oldest.TakenAt);
    }

    [Fact]
    public void What_is_in_the_newest_point_is_there()
    {
        var document = Assert.Single(Fold(Point(0, Root(("a.txt", 3))), Point(1, Root())));
        Assert.Null(document.Gone);
        Assert.False(document.IsUnknown);
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_no_deletion()
    {
        var damaged = Assert.Single(Fold(Point(0, new FoundFolder([Name("2025", null, Unreadable)], null)), Point(1, Root(("a.txt", 1)))));
        Assert.Null(damaged.Gone);
        Assert.True(damaged.IsUnknown);

        var later = Assert.Single(Fold(Point(0, Root()), Point(1, Unreadable), Point(2, Root(("a.txt", 1))), Point(3, Unreadable), Point(4, Root(("a.txt", 1)))));
        Assert.Equal(Newest, later.Gone!.MissingFrom.TakenAt); // The one between says nothing.
        Assert.Equal(2, Assert.Single(later.Versions).Points);
    }

    [Fact]
    public void What_came_back_after_it_was_gone_is_a_version_of_its_own()
    {
        var document = Assert.Single(Fold(Point(0, Root(("a.txt", 1))), Point(1, Root()), Point(2, Root(("a.txt", 1)))));
        Assert.Equal(2, document.Versions.Count);
        Assert.Null(document.Gone);
    }

    [Fact]
    public void The_version_to_get_back_is_the_last_of_a_point_that_counts()
    {
        var document = Assert.Single(Fold(Point(0, Root(("a.txt", 9))) with { Known = Known(0, "nas", "suspect: noise") }, Point(1, Root(("a.txt", 1)))));
        Assert.Equal(1, document.Best.Item.Size);
        Assert.Equal("suspect: noise", document.Versions[0].WhyNot);

        var only = Assert.Single(Fold(Point(0, Root(("a.txt", 9))) with { Known = Known(0, "nas", "suspect: noise") }));
        Assert.Equal("suspect: noise", only.Best.WhyNot);
    }

    [Fact]
    public void The_same_file_in_another_repository_is_told_by_size_and_time_since_it_is_cut_into_other_pieces_there()
    {
        var elsewhere = Point(1, Root(("a.txt", 1))) with { Known = Known(1, "vault", null) };
        var other = new SearchedPoint(Known(0, "nas", null), ["nas"], new FoundFolder([Name("2025", null, new([Name("a.txt", new(NodeType.File, 1, default, 77), null)], null))], null));
        Assert.Equal(2, Assert.Single(Assert.Single(Fold(other, elsewhere)).Versions).Points);
        Assert.Equal(2, Assert.Single(Fold(other, elsewhere with { Known = Known(1, "nas", null) })).Versions.Count); // In one repository by content.
    }

    [Fact]
    public void Only_what_lies_in_the_folders_that_were_named_is_meant()
    {
        Assert.Empty(Fold(NameWish.Of("2024/a", false, false), Point(0, Root(("a.txt", 1)))));
        Assert.Single(Fold(NameWish.Of("/srv/letters/2025/a.txt", false, false), Point(0, Root(("a.txt", 1)))));
        Assert.Single(Fold(NameWish.Of("letters/2025/a.txt", false, false), Point(0, Root(("a.txt", 1)))));
    }

    [Fact]
    public void A_name_that_cannot_be_typed_is_got_back_with_its_folder()
    {
        Assert.Equal("2025", Assert.Single(Fold(Point(0, Root(("a\u001b[31m.txt", 1))))).TypedPath);
        Assert.Equal("2025/it's ü.txt", Assert.Single(Fold(Point(0, Root(("it's ü.txt", 1))))).TypedPath);
        var bytes = new SearchedPoint(Known(0, "nas", null), ["nas"], new([new("a\u00ff.txt"u8.ToArray()[..1].Concat(new byte[] { 0xff }).ToArray(), new(NodeType.File, 1, default, 1), null)], null));
        Assert.Equal("", Assert.Single(Fold(bytes)).TypedPath);
    }

    [Fact]
    public void Of_many_the_last_ones_to_go_are_kept_and_all_are_counted()
    {
        var documents = new Documents(2);
        for (var i = 0; i < 100; i++)
        {
            foreach (var document in Fold(Point(0, Root()), Point(1 + (i % 7), Root(($"{i:000}.txt", 1)))).Concat(Fold(Point(0, Root(($"there {i}.txt", 1))))))
            {
                documents.Add(document);
            }
        }

        Assert.Equal((200, 100), (documents.Count, documents.Gone));
        Assert.Equal(["2025/000.txt", "2025/001.txt"], documents.Shown.Select(d => d.Path));
    }

    private static List<Document> Fold(params SearchedPoint[] points) => Fold(NameWish.Of("*", false, false), points);

    private static List<Document> Fold(NameWish wish, params SearchedPoint[] points)
    {
        List<Document> found = [];
        new DocumentFold("letters", points, wish, [["srv", "letters"], ["letters"]], []).Tell(found.Add);
        return found;
    }

    private static SearchedPoint Point(int daysAgo, FoundFolder? found) => new(Known(daysAgo, "nas", null), ["nas", "vault"], found);

    private static KnownPoint Known(int daysAgo, string repository, string? whyNot) =>
        new(new RecoveryPoint("letters", repository, $"{daysAgo:d64}", Newest.AddDays(-daysAgo), 1, true), Newest, whyNot, false, false, false);

    private static FoundFolder Root(params (string Name, long Size)[] files) => files.Length == 0 ? new([], null)
        : new([Name("2025", null, new([.. files.Select(f => Name(f.Name, new(NodeType.File, f.Size, default, (UInt128)f.Size), null))], null))], null);

    private static FoundName Name(string name, FoundItem? item, FoundFolder? under) => new(Encoding.UTF8.GetBytes(name), item, under);
}
