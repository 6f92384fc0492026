using Holdfast.Sources;
using Xunit;

#pragma warning disable IDE0130 // Also compiled into Holdfast.Interop.
namespace Holdfast.Tests.Sources;
#pragma warning restore IDE0130

/// <summary>What <see cref="ISource"/> promises, for every kind of data.</summary>
public abstract class SourceContract : IDisposable
{
    protected Scratch Scratch { get; } = new();

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Staging => Scratch["staging"];

    /// <summary>A source whose data exists and holds one entry, <c>first</c>.</summary>
    protected abstract Task<ISource> CreateAsync();

    /// <summary>A source of the same kind whose data does not exist.</summary>
    protected abstract ISource CreateMissing();

    /// <summary>Commits one more entry to the data.</summary>
    protected abstract Task AddAsync(ISource source, string entry);

    /// <summary>Ends whatever uses the data, so that it may be replaced.</summary>
    protected virtual Task ReleaseAsync() => Task.CompletedTask;

    /// <summary>The entries that the restored data holds, in order.</summary>
    protected abstract Task<string[]> ReadAsync(ISource source);

    [Fact]
    public async Task What_was_committed_before_the_capture_comes_back_and_what_came_later_does_not()
    {
        var source = await CreateAsync();
        await AddAsync(source, "second");
        var before = TimeProvider.System.GetUtcNow();
        await using var capture = await source.CaptureAsync(Staging, Stop);
        await source.VerifyAsync(capture, Stop);
        using var stored = Store(capture);
        Assert.InRange(capture.TakenAt, before, TimeProvider.System.GetUtcNow());
        await AddAsync(source, "third");
        await ReleaseAsync();

        await RestoreAsync(source, stored);

        Assert.Equal(["first", "second"], await ReadAsync(source));
    }

    [Fact]
    public async Task A_restore_may_be_repeated_after_it_was_cut_short_at_any_moment()
    {
        var source = await CreateAsync();
        await using var capture = await source.CaptureAsync(Staging, Stop);
        using var stored = Store(capture);
        await AddAsync(source, "second");
        await ReleaseAsync();

        var half = await source.PrepareRestoreAsync(Stop);
        Directory.CreateDirectory(half);
        await File.WriteAllTextAsync(Path.Combine(half, "half-written"), "x", Stop);
        await RestoreAsync(source, stored);
        await RestoreAsync(source, stored);

        Assert.Equal(["first"], await ReadAsync(source));
    }

    [Fact]
    public async Task Nobody_else_can_read_the_staging_and_nothing_of_it_stays()
    {
        var source = await CreateAsync();
        await using (await source.CaptureAsync(Staging, Stop))
        {
            var open = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            Assert.All(Staged(), folder => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & open));
        }

        Assert.Empty(Staged());
    }

    [Fact]
    public async Task Data_that_is_not_there_is_told_with_advice_and_leaves_no_staging()
    {
        var failure = await Assert.ThrowsAsync<HostException>(() => CreateMissing().CaptureAsync(Staging, Stop));

        Assert.NotNull(failure.Hint);
        Assert.Empty(Staged());
    }

    [Fact]
    public async Task A_cancelled_capture_leaves_no_staging()
    {
        var source = await CreateAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.CaptureAsync(Staging, cancelled.Token));

        Assert.Empty(Staged());
    }

    public virtual void Dispose()
    {
        Scratch.Dispose();
        GC.SuppressFinalize(this);
    }

    private string[] Staged() => Directory.Exists(Staging) ? Directory.GetDirectories(Staging) : [];

    // In place of a repository: one exact copy of what was captured.
    private static Scratch Store(Capture capture)
    {
        var stored = new Scratch();
        CopyTree(capture.Folder, stored.Path);
        return stored;
    }

    private static async Task RestoreAsync(ISource source, Scratch stored)
    {
        var into = await source.PrepareRestoreAsync(Stop);
        if (Directory.Exists(into)) Directory.Delete(into, recursive: true);
        CopyTree(stored.Path, into);
        await source.FinishRestoreAsync(drill: false, Stop);
    }

    private static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from)) CopyTree(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
