using Holdfast.Sources;
using Holdfast.Sources.Files;
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
