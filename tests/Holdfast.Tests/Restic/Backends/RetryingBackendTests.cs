using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

public sealed class RetryingBackendTests : BackendContract, IAsyncDisposable
{
    private readonly FlakyBackend _flaky = new(new MemoryBackend());
    private readonly SkippingClock _clock = new();
    private readonly List<string> _told = [];

    private protected override Task<IBackend> NewAsync() => Task.FromResult<IBackend>(New());

    public ValueTask DisposeAsync() => _flaky.DisposeAsync();

    private RetryingBackend New() => new(_flaky, _clock, new Random(7), _told.Add);

    [Fact]
    public async Task What_failed_for_a_moment_is_tried_again_and_told()
    {
        var backend = New();
        var file = NewName(FileKind.Pack);
        _flaky.Failures = 2;
        await backend.SaveAsync(file, "content"u8.ToArray(), Ct);
        _flaky.Failures = 2;
        Assert.Equal("content"u8.ToArray(), await LoadAsync(backend, file, 0, 7));
        _flaky.Failures = 1;
        Assert.Single(await backend.ListAsync(FileKind.Pack, Ct));
        Assert.Equal(5, _told.Count);
        Assert.All(_told, t => Assert.Contains("the line broke; trying again in", t, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_will_not_get_better_is_told_at_once()
    {
        (_flaky.Failures, _flaky.IsTransient) = (1, false);
        await Assert.ThrowsAsync<RepositoryException>(() => New().ListAsync(FileKind.Pack, Ct));
        await Assert.ThrowsAsync<RepositoryException>(() => LoadAsync(New(), NewName(FileKind.Pack), 0, 1));
        Assert.Equal((2, 0), (_flaky.Calls, _told.Count));
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_it_gives_up_and_says_why()
    {
        _flaky.Failures = int.MaxValue;
        var begun = _clock.GetUtcNow();
        var error = await Assert.ThrowsAsync<RepositoryException>(() => New().RemoveAsync(NewName(FileKind.Lock), Ct));
        Assert.Equal("the line broke", error.Message);
        Assert.InRange(_clock.GetUtcNow() - begun, TimeSpan.FromMinutes(12), TimeSpan.FromMinutes(15));
        Assert.InRange(_flaky.Calls, 12, 40);
    }

    [Fact]
    public async Task A_file_given_up_is_not_waited_for_again()
    {
        var backend = New();
        var file = NewName(FileKind.Pack);
        _flaky.Failures = int.MaxValue;
        await Assert.ThrowsAsync<RepositoryException>(() => LoadAsync(backend, file, 0, 1));
        var calls = _flaky.Calls;
        await Assert.ThrowsAsync<RepositoryException>(() => LoadAsync(backend, file, 0, 1));
        Assert.Equal(calls + 1, _flaky.Calls);
    }

    [Fact]
    public async Task A_save_whose_answer_was_lost_is_done_when_the_file_is_there_with_our_content()
    {
        var backend = New();
        var file = NewName(FileKind.Pack);
        (_flaky.Failures, _flaky.AnswerIsLost) = (1, true);
        await backend.SaveAsync(file, "content"u8.ToArray(), Ct);
        Assert.Equal("content"u8.ToArray(), await LoadAsync(backend, file, 0, 7));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cont")]
    public async Task The_beginning_of_an_upload_that_broke_off_is_replaced_by_the_whole(string there)
    {
        var backend = New();
        var file = NewName(FileKind.Pack);
        await backend.SaveAsync(file, System.Text.Encoding.UTF8.GetBytes(there), Ct);
        _flaky.Failures = 1;
        await backend.SaveAsync(file, "content"u8.ToArray(), Ct);
        Assert.Equal("content"u8.ToArray(), await LoadAsync(backend, file, 0, 7));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("cont")]
    [InlineData("content!")]
    public async Task A_save_whose_answer_was_lost_is_refused_when_something_else_is_there(string there)
    {
        var backend = New();
        await backend.SaveAsync(FileName.Config, System.Text.Encoding.UTF8.GetBytes(there), Ct);
        _flaky.Failures = 1;
        var error = await Assert.ThrowsAsync<RepositoryException>(() => backend.SaveAsync(FileName.Config, "content"u8.ToArray(), Ct));
        Assert.Equal(RepositoryFault.AlreadyExists, error.Fault);
        Assert.Equal(there.Length, await backend.SizeAsync(FileName.Config, Ct));
    }

    [Fact]
    public async Task Who_waits_for_the_next_attempt_can_be_told_to_stop()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _flaky.Failures = int.MaxValue;
        var backend = new RetryingBackend(_flaky, new HastyClock(), new Random(7), _ => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => backend.ListAsync(FileKind.Index, stop.Token));
    }
}
