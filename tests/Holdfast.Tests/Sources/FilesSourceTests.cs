using Holdfast.Sources;
using Holdfast.Sources.Kinds.Files;
using Xunit;

namespace Holdfast.Tests.Sources;

public sealed class FilesSourceTests : SourceContract
{
    [Theory]
    [InlineData("/")]
    [InlineData("/etc/")]
    [InlineData("/usr/../var")]
    public async Task A_restore_never_replaces_a_folder_of_the_operating_system(string folder)
    {
        var source = new FilesSource(folder, [], TimeProvider.System);

        await Assert.ThrowsAsync<HostException>(() => source.PrepareRestoreAsync(Stop));
    }

    [Theory]
    [InlineData("archive", "elsewhere", true)]
    [InlineData("a/b/archive", "elsewhere", true)]
    [InlineData("archive", "documents/a", false)]
    [InlineData("archive", "nowhere", false)]
    public async Task A_link_to_a_folder_outside_is_told_since_its_content_is_not_copied(string link, string to, bool isTold)
    {
        var source = await CreateAsync();
        Scratch.Write("documents/a/b/c", "c");
        Scratch.Write("elsewhere/letter", "not copied");
        Directory.CreateSymbolicLink(Scratch["documents/" + link], Scratch[to]);

        await using var capture = await source.CaptureAsync(Scratch["staging"], Stop);
        var warnings = (await source.VerifyAsync(capture, Stop)).Warnings;

        Assert.Equal(isTold, warnings.Count == 1);
        Assert.All(warnings, w => Assert.Contains($"first {link} to {Scratch[to]}", w, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("elsewhere/letter", true)]
    [InlineData("documents/a/b/c", false)]
    [InlineData("elsewhere/none", false)]
    public async Task A_link_to_a_file_outside_is_told_as_one_to_a_folder_is(string to, bool isTold)
    {
        var source = await CreateAsync();
        Scratch.Write("documents/a/b/c", "c");
        Scratch.Write("elsewhere/letter", "not copied");
        File.CreateSymbolicLink(Scratch["documents/a/letter"], Scratch[to]);

        await using var capture = await source.CaptureAsync(Scratch["staging"], Stop);
        var warnings = (await source.VerifyAsync(capture, Stop)).Warnings;

        Assert.Equal(isTold, warnings.Count == 1);
        Assert.All(warnings, w => Assert.Contains($"first a/letter to {Scratch[to]}", w, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_that_the_plan_leaves_out_or_that_leads_into_the_operating_system_is_not_told()
    {
        Scratch.Write("documents/letter", "copied");
        Scratch.Write("elsewhere/letter", "not copied");
        Directory.CreateSymbolicLink(Scratch["documents/archive"], Scratch["elsewhere"]);
        Directory.CreateSymbolicLink(Scratch["documents/share"], "/usr/share");
        var source = new FilesSource(Scratch["documents"], ["archive"], TimeProvider.System);

        await using var capture = await source.CaptureAsync(Scratch["staging"], Stop);

        Assert.Empty((await source.VerifyAsync(capture, Stop)).Warnings);
    }

    protected override async Task<ISource> CreateAsync()
    {
        var source = new FilesSource(Scratch["documents"], [], TimeProvider.System);
        await AddAsync(source, "first");
        return source;
    }

    protected override ISource CreateMissing() => new FilesSource(Scratch["nowhere"], [], TimeProvider.System);

    protected override Task AddAsync(ISource source, string entry)
    {
        Scratch.Write($"documents/{entry}", entry);
        return Task.CompletedTask;
    }

    protected override Task<string[]> ReadAsync(ISource source) =>
        Task.FromResult(Directory.GetFiles(source.Target).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToArray());
}
