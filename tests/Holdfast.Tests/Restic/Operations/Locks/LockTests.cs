using Holdfast.Failures;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Platform;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Locks;

public sealed class LockTests : RepositoryFixture
{
    [Fact]
    public async Task Sharers_share_and_leave_nothing_behind()
    {
        var inside = await InsideAsync();
        await using (await RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct))
        await using (await RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct))
        {
            Assert.Equal(2, (await Backend.ListAsync(FileKind.Lock, Ct)).Count);
        }

        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    /// <summary>The number of a process that is gone may be given to a thread of another one, and a lock of the gone one is nobody's all the same.</summary>
    [Fact]
    public async Task A_thread_that_has_the_number_now_is_not_the_process_that_took_the_lock()
    {
        var thread = Directory.GetDirectories("/proc/self/task").Select(t => int.Parse(Path.GetFileName(t), System.Globalization.CultureInfo.InvariantCulture)).First(t => t != Environment.ProcessId);
        Assert.False(ThisMachine.IsRunning(thread));
        Assert.True(ThisMachine.IsRunning(Environment.ProcessId));
        Assert.True(ThisMachine.IsRunning(1));
        var inside = await InsideAsync();
        var left = LockFile.Ours(isExclusive: true, Clock.GetUtcNow()) with { ProcessId = thread };
        await UnpackedFile.SaveAsync(Backend, inside.Key, FileKind.Lock, left.Encode(), Ct);
        Assert.Equal(1, await Repository.UnlockOfTheDeadAsync(Ct));
        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Whoever_wants_it_alone_excludes_the_others_and_the_error_names_the_holder(bool first, bool second)
    {
        var inside = await InsideAsync();
        await using var held = await RepositoryLock.AcquireAsync(inside, first, TimeSpan.Zero, Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepositoryLock.AcquireAsync(inside, second, TimeSpan.Zero, Ct));
        Assert.Equal((RepositoryFault.Locked, FailureCode.RepositoryLocked, true), (error.Fault, error.Failure.Code, error.Failure.MayPass));
        Assert.Contains($"process {Environment.ProcessId} of {Environment.UserName} on {ThisMachine.HostName} since 2026-03-01", error.Message, StringComparison.Ordinal);
        Assert.Single(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task Of_two_who_lock_at_the_same_moment_none_believes_to_be_alone()
    {
        var inside = await InsideAsync();
        var theirs = LockFile.Ours(isExclusive: false, Clock.GetUtcNow()) with { HostName = "elsewhere", ProcessId = 7 };
        Backend.Meanwhile = async _ =>
        {
            Backend.Meanwhile = static _ => Task.CompletedTask;
            await SaveAsync(inside, theirs);
        };
        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct));
        Assert.Contains("process 7 ", error.Message, StringComparison.Ordinal);
        Assert.Single(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task A_backup_whose_lock_is_lost_makes_no_snapshot()
    {
        Put("a", "one");
        Backend.Meanwhile = async file =>
        {
            if (file.Kind == FileKind.Index)
            {
                // The machine sleeps for an hour just before the last step, and somebody cleans up after us.
                await Backend.RemoveAsync(await OnlyAsync(FileKind.Lock), Ct);
                Clock.Advance(TimeSpan.FromHours(1));
                await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Ct);
            }
        };
        var error = await Assert.ThrowsAsync<RepositoryException>(BackupAsync);
        Assert.Equal((RepositoryFault.Locked, true), (error.Fault, error.IsTransient));
        Assert.Empty(await Repository.SnapshotsAsync(Ct));
    }

    [Fact]
    public async Task The_patient_get_it_when_the_others_are_done()
    {
        var inside = await InsideAsync();
        var held = await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct);
        var waiting = RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.FromDays(1), Ct);
        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [Fact]
    public async Task The_impatient_give_up_after_their_time()
    {
        var inside = await InsideAsync();
        await using var held = await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct);
        var begun = Clock.GetUtcNow();
        await Assert.ThrowsAsync<RepositoryException>(() => RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.FromMinutes(1), Ct));
        Assert.InRange(Clock.GetUtcNow() - begun, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1.2));
    }

    [Fact]
    public async Task A_lock_is_kept_fresh()
    {
        var inside = await InsideAsync();
        await using var held = await RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct);
        var before = await OnlyAsync(FileKind.Lock);
        Clock.Advance(TimeSpan.FromMinutes(5.1));
        await UntilAsync(async () => await Backend.SizeAsync(before, Ct) is null);
        Assert.NotEqual(before, await OnlyAsync(FileKind.Lock));
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Work_ends_when_the_lock_was_taken_away_while_the_machine_slept()
    {
        var inside = await InsideAsync();
        await using var held = await RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct);
        await Backend.RemoveAsync(await OnlyAsync(FileKind.Lock), Ct);
        Clock.Advance(TimeSpan.FromHours(1));
        await UntilAsync(() => Task.FromResult(held.Lost.IsCancellationRequested));
        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task Nothing_more_is_stored_or_removed_under_a_lock_that_was_lost()
    {
        Put("a", "one");
        var pack = (await BackupAsync()).PacksAdded[0];
        var inside = await InsideAsync();
        await using var held = await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct);
        await Backend.RemoveAsync(await OnlyAsync(FileKind.Lock), Ct);
        Clock.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inside.Backend.RemoveAsync(new(FileKind.Pack, pack.ToString()), Ct));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, "{}"u8.ToArray(), Ct));
        Assert.True((await Repository.CheckAsync(new(NoLock: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task A_backup_whose_packs_somebody_pruned_after_removing_its_lock_makes_no_snapshot_of_them()
    {
        Put("a", "one");
        Backend.Meanwhile = async file =>
        {
            if (file.Kind == FileKind.Index)
            {
                Backend.Meanwhile = static _ => Task.CompletedTask;
                await Repository.UnlockAsync(all: true, Ct);
                await using var other = await Repository.OpenAsync(Backend, Secret, Clock, Ct);
                Assert.NotEmpty((await other.PruneAsync(new() { AllowRemoveAll = true }, null, null, Ct)).Plan.Unreferenced);
            }
        };
        Assert.Equal(RepositoryFault.Locked, (await Assert.ThrowsAsync<RepositoryException>(BackupAsync)).Fault);
        Assert.Empty(await Repository.SnapshotsAsync(Ct));
    }

    [Fact]
    public async Task A_lock_that_somebody_removed_is_not_made_again()
    {
        var inside = await InsideAsync();
        await using var held = await RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct);
        await Backend.RemoveAsync(await OnlyAsync(FileKind.Lock), Ct);
        Clock.Advance(TimeSpan.FromMinutes(5.1));
        await UntilAsync(async () => held.Lost.IsCancellationRequested || (await Backend.ListAsync(FileKind.Lock, Ct)).Count > 0);
        Assert.True(held.Lost.IsCancellationRequested);
        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task A_lock_that_somebody_removes_just_before_it_is_renewed_is_lost()
    {
        var inside = await InsideAsync();
        await using (var held = await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct))
        {
            var old = await OnlyAsync(FileKind.Lock);
            Backend.Meanwhile = _ => Backend.RemoveAsync(old, Ct);
            Clock.Advance(TimeSpan.FromHours(1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inside.Backend.RemoveAsync(new(FileKind.Pack, new string('a', 64)), Ct));
            Backend.Meanwhile = static _ => Task.CompletedTask;
        }

        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task A_lock_that_took_long_to_store_is_as_old_as_its_file_says()
    {
        var inside = await InsideAsync();
        Backend.Meanwhile = _ =>
        {
            Clock.Advance(TimeSpan.FromMinutes(20));
            return Task.CompletedTask;
        };
        await using var held = await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct);
        Backend.Meanwhile = static _ => Task.CompletedTask;
        var first = await OnlyAsync(FileKind.Lock);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await UntilAsync(async () => await Backend.SizeAsync(first, Ct) is null).WaitAsync(TimeSpan.FromSeconds(20), Ct);
        Assert.False(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_lock_whose_server_is_gone_does_not_keep_the_program_from_ending()
    {
        var inside = await InsideAsync();
        var gone = new GoneBackend(Backend);
        var held = await RepositoryLock.AcquireAsync(inside with { Backend = gone }, exclusive: false, TimeSpan.Zero, Ct);
        var ending = held.DisposeAsync().AsTask();
        await gone.IsAsked;
        Clock.Advance(TimeSpan.FromMinutes(1.1));
        await ending.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        await Backend.RemoveAsync(await OnlyAsync(FileKind.Lock), Ct);
    }

    [Fact]
    public async Task A_lock_that_is_listed_counts_although_the_server_says_that_it_is_not_there()
    {
        var inside = await InsideAsync();
        await using var held = await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct);
        Backend.OnLoad = (file, _, _) => file.Kind == FileKind.Lock
            ? throw new RepositoryException(RepositoryFault.NotFound, "404")
            : Task.CompletedTask;
        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct));
        Backend.OnLoad = static (_, _, _) => Task.CompletedTask;
        Assert.Equal(RepositoryFault.Locked, error.Fault);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_only_makes_the_lock_be_looked_after()
    {
        var inside = await InsideAsync();
        await using (var held = await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct))
        {
            var before = await OnlyAsync(FileKind.Lock);
            Clock.Advance(TimeSpan.FromHours(2));
            await inside.Backend.RemoveAsync(new(FileKind.Pack, new string('a', 64)), Ct);
            Assert.False(held.Lost.IsCancellationRequested);
            Assert.NotEqual(before, await OnlyAsync(FileKind.Lock));
        }

        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task A_lock_that_cannot_be_refreshed_for_long_ends_the_work_whatever_the_failure()
    {
        var inside = await InsideAsync();
        await using var held = await RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct);
        Backend.Meanwhile = static _ => throw new InvalidOperationException("a fault of our own");
        for (var i = 0; i < 10 && !held.Lost.IsCancellationRequested; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct);
        }

        Assert.True(held.Lost.IsCancellationRequested);
        Backend.Meanwhile = static _ => Task.CompletedTask;
    }

    [Fact]
    public void A_process_number_that_another_process_has_by_now_holds_its_lock_until_it_is_old()
    {
        var now = Clock.GetUtcNow();
        var reused = LockFile.Ours(isExclusive: true, now) with { ProcessId = 1 };
        Assert.False(reused.IsStale(now));
        Assert.False(reused.IsStale(now.AddMinutes(29)));
        Assert.True(reused.IsStale(now.AddMinutes(31)));
        Assert.True((reused with { ProcessId = int.MaxValue }).IsStale(now));
    }

    [Fact]
    public void A_host_whose_name_differs_in_case_is_another_host()
    {
        var now = Clock.GetUtcNow();
        var gone = LockFile.Ours(isExclusive: true, now) with { ProcessId = int.MaxValue, HostName = OtherCase(ThisMachine.HostName) };
        Assert.False(gone.IsStale(now));
    }

    private static string OtherCase(string name) =>
        string.Concat(name.Select(c => char.IsLower(c) ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)));

    [Fact]
    public async Task While_one_prunes_nobody_else_prunes_or_backs_up()
    {
        foreach (var content in (string[])["one", "two"])
        {
            Put("a", content);
            await BackupAsync();
        }

        await Repository.ForgetAsync(new() { Policy = new() { Last = 1 } }, null, null, null, Ct);
        var refused = 0;
        Backend.Meanwhile = async file =>
        {
            if (file.Kind == FileKind.Index)
            {
                Backend.Meanwhile = static _ => Task.CompletedTask;
                foreach (var attempt in (Func<Task>[])[() => Repository.PruneAsync(new(), null, null, Ct), BackupAsync])
                {
                    Assert.Equal(RepositoryFault.Locked, (await Assert.ThrowsAsync<RepositoryException>(attempt)).Fault);
                    refused++;
                }
            }
        };
        await Repository.PruneAsync(new(), null, null, Ct);
        Assert.Equal(2, refused);
        Assert.True((await Repository.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task Unlock_removes_the_locks_of_those_who_are_gone_and_no_others()
    {
        var inside = await InsideAsync();
        await using var alive = await RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct);
        var ours = LockFile.Ours(isExclusive: false, Clock.GetUtcNow());
        await SaveAsync(inside, ours with { ProcessId = int.MaxValue });
        await SaveAsync(inside, ours with { HostName = "elsewhere", Time = FileTime.Of(Clock.GetUtcNow().AddMinutes(-31)) });
        await SaveAsync(inside, ours with { HostName = "elsewhere", ProcessId = int.MaxValue });
        Assert.Equal(2, await Repository.UnlockAsync(all: false, Ct));
        Assert.Equal(2, await Repository.UnlockAsync(all: true, Ct));
    }

    [Fact]
    public async Task A_lock_that_cannot_be_read_is_waited_for_a_while_and_once_whatever_patience_there_is()
    {
        var inside = await InsideAsync();
        await Backend.SaveAsync(new(FileKind.Lock, new string('d', 64)), "?"u8.ToArray(), Ct);
        var begun = Clock.GetTimestamp();
        var error = await RefusedAsync();
        Assert.Contains("holdfast repo unlock --remove-all", error.Failure.Hint, StringComparison.Ordinal);
        Assert.InRange(Clock.GetElapsedTime(begun).TotalSeconds, 10, 30);

        begun = Clock.GetTimestamp();
        await RefusedAsync();
        Assert.InRange(Clock.GetElapsedTime(begun).TotalSeconds, 0, 1);

        Task<RepositoryException> RefusedAsync() =>
            Assert.ThrowsAsync<RepositoryException>(() => RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.FromHours(1), Ct));
    }

    [Fact]
    public async Task Who_must_not_lose_time_goes_on_beside_it_but_not_beside_the_lock_of_one_who_is_alone()
    {
        var inside = await InsideAsync();
        await Backend.SaveAsync(new(FileKind.Lock, new string('e', 64)), "?"u8.ToArray(), Ct);
        var begun = Clock.GetTimestamp();
        Put("a", "one");
        await Repository.BackupAsync(Request() with { PastUnreadableLocks = true }, null, Ct);
        await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target) { PastUnreadableLocks = true }, null, Ct);
        Assert.InRange(Clock.GetElapsedTime(begun).TotalSeconds, 0, 3);
        Assert.Single(await Backend.ListAsync(FileKind.Lock, Ct));

        await SaveAsync(inside, LockFile.Ours(isExclusive: true, Clock.GetUtcNow()) with { HostName = "elsewhere" });
        var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.BackupAsync(Request() with { PastUnreadableLocks = true }, null, Ct));
        Assert.Contains("on elsewhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_keeps_everybody_out_and_does_not_pass_is_told_and_what_passes_is_not()
    {
        var inside = await InsideAsync();
        var ours = LockFile.Ours(isExclusive: true, Clock.GetUtcNow()) with { HostName = "elsewhere" };
        await SaveAsync(inside, ours);
        Assert.Null(await Repository.ObstacleAsync(Ct));
        await SaveAsync(inside, ours with { Time = FileTime.Of(Clock.GetUtcNow().AddMinutes(-31)) });
        Assert.Contains("who is gone", (await Repository.ObstacleAsync(Ct))!.Message, StringComparison.Ordinal);
        await Repository.UnlockAsync(all: true, Ct);
        await Backend.SaveAsync(new(FileKind.Lock, new string('f', 64)), "?"u8.ToArray(), Ct);
        Assert.Contains("cannot be read", (await Repository.ObstacleAsync(Ct))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_lock_file_is_nobodys_and_one_that_cannot_be_read_may_be_anybodys()
    {
        var inside = await InsideAsync();
        await Backend.SaveAsync(new(FileKind.Lock, new string('a', 64)), default, Ct);
        await using (await RepositoryLock.AcquireAsync(inside, exclusive: true, TimeSpan.Zero, Ct))
        {
        }

        await Backend.SaveAsync(new(FileKind.Lock, new string('b', 64)), "?"u8.ToArray(), Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepositoryLock.AcquireAsync(inside, exclusive: false, TimeSpan.Zero, Ct));
        Assert.Equal(RepositoryFault.Locked, error.Fault);
    }

    // A store from which nothing can be removed, and which does not say so either.
    private sealed class GoneBackend(IBackend inner) : WrappedBackend(inner)
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task IsAsked => _asked.Task;

        public override Task RemoveAsync(FileName file, CancellationToken ct)
        {
            _asked.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        }
    }

    private static Task<FileName> SaveAsync(OpenRepository inside, LockFile file) =>
        UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Lock, file.Encode(), Ct);

    // The refreshing runs on a thread of its own; the clock does not wait for it.
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Ct);
        }
    }
}
