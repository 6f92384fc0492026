using System.Text;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Tagging;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Tagging;

public sealed class TagTests : RepositoryFixture
{
    [Fact]
    public async Task A_snapshot_with_other_tags_is_a_new_one_that_names_the_first()
    {
        Put("a", "one");
        var first = (await BackupAsync()).Snapshot;
        await TagAsync(new() { Add = ["x", "y"] });
        var change = Assert.Single((await TagAsync(new() { Add = ["y", "z"], Remove = ["nightly", "nothere"] })).Changes);
        var snapshot = Assert.Single(await Repository.SnapshotsAsync(Ct));
        Assert.Equal((change.New, first), (snapshot.Id, snapshot.Original!.Value));
        Assert.Equal(["x", "y", "z"], snapshot.Tags);
        Assert.NotNull(snapshot.Summary);
        Assert.Empty((await RestoreAsync()).Failures);
    }

    [Fact]
    public async Task What_has_the_tags_already_is_left_alone()
    {
        Put("a", "one");
        var first = (await BackupAsync()).Snapshot;
        Assert.Empty((await TagAsync(new() { Add = ["nightly"], Remove = ["z"] })).Changes);
        Assert.Empty((await TagAsync(new() { Set = ["nightly"] })).Changes);
        Assert.Equal(first, (await LatestAsync()).Id);
    }

    [Fact]
    public async Task What_other_programs_wrote_stays_to_the_letter()
    {
        const string json =
            """{"time":"2026-01-02T03:04:05.123456789+02:00","program_version":"rustic","label":"ü<","delete":{"After":"2030-01-01T00:00:00Z"},"tree":"TREE","paths":["/a"],"big":12345678901234567890.5,"tags":["old"]}""";
        var inside = await InsideAsync();
        await UnpackedFile.SaveAsync(
            Backend, inside.Key, FileKind.Snapshot, Encoding.UTF8.GetBytes(json.Replace("TREE", new string('a', 64), StringComparison.Ordinal)), Ct);
        var change = Assert.Single((await TagAsync(new() { Set = ["new"] })).Changes);
        var written = Encoding.UTF8.GetString(await UnpackedFile.LoadAsync(Backend, inside.Key, new(FileKind.Snapshot, change.New.ToString()), Ct));
        var kept = json[..json.IndexOf(",\"tags\"", StringComparison.Ordinal)].Replace("TREE", new string('a', 64), StringComparison.Ordinal);
        Assert.Equal($$"""{{kept}},"tags":["new"],"original":"{{change.Old}}"}""", written);
    }

    [Fact]
    public async Task A_snapshot_that_was_rewritten_for_another_host_does_not_stand_in_for_the_first()
    {
        Put("a", "one");
        await BackupAsync();
        var first = await LatestAsync();
        var inside = await InsideAsync();
        var rewritten = SnapshotFile.Encode(first with { HostName = "other", Original = first.Id, Tags = ["nightly", "x"] });
        await UnpackedFile.SaveAsync(Backend, inside.Key, FileKind.Snapshot, rewritten, Ct);
        Assert.Single((await TagAsync(new() { Add = ["x"] })).Changes);
        Assert.Equal(["host", "other"], (await Repository.SnapshotsAsync(Ct)).Select(s => s.HostName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Setting_tags_does_not_make_a_partial_snapshot_look_whole()
    {
        Assert.Equal(["a", Snapshot.PartialTag], new TagRequest { Set = ["a"] }.Applied(["b", Snapshot.PartialTag]));
        Assert.Empty(new TagRequest { Remove = [Snapshot.PartialTag] }.Applied([Snapshot.PartialTag]));
    }

    [Fact]
    public async Task Records_of_Holdfast_change_only_when_they_are_named()
    {
        Put("a", "one");
        var record = (await Repository.BackupAsync(Request() with { Tags = [RecordTags.Journal] }, null, Ct)).Snapshot;
        Assert.Empty((await TagAsync(new() { Set = [] })).Changes);
        Assert.Equal(record, Assert.Single((await TagAsync(new() { Add = ["x"], Named = [record.ShortForm] })).Changes).Old);
    }

    [Fact]
    public async Task It_must_be_said_what_to_do()
    {
        foreach (var request in new[] { new TagRequest(), new() { Set = ["a"], Add = ["b"] } })
        {
            Assert.Equal(RepositoryFault.Request, (await Assert.ThrowsAsync<RepositoryException>(() => TagAsync(request))).Fault);
        }
    }

    [Fact]
    public async Task Cut_off_between_the_two_files_it_has_lost_nothing()
    {
        Put("a", "one");
        await BackupAsync();
        var tampered = new TamperedBackend(Backend) { StepsLeft = 1 };
        await using var repository = await Repository.OpenAsync(tampered, Secret, Clock, Ct);
        await Assert.ThrowsAsync<RepositoryException>(() => repository.TagAsync(new() { Add = ["x"] }, null, Ct));
        Assert.Equal(2, (await Repository.SnapshotsAsync(Ct)).Count);
    }

    private Task<TagReport> TagAsync(TagRequest request) => Repository.TagAsync(request, null, Ct);
}
