using System.Text;
using Holdfast.Failures;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Keys;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Platform;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Keys;

public sealed class KeyTests : RepositoryFixture
{
    [Fact]
    public async Task A_wrong_password_and_a_missing_repository_have_exit_codes_of_their_own()
    {
        var wrong = await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, new("wrong"), Clock, Ct));
        Assert.Equal((RepositoryFault.WrongPassword, FailureCode.WrongKey), (wrong.Fault, wrong.Failure.Code));
        var missing = await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(new MemoryBackend(), Secret, Clock, Ct));
        Assert.Equal((RepositoryFault.NotFound, FailureCode.RepositoryMissing), (missing.Fault, missing.Failure.Code));
    }

    [Fact]
    public async Task What_an_earlier_version_made_of_a_password_that_is_not_UTF_8_still_opens_its_repository()
    {
        byte[] password = [.. "geheim"u8, 0xA7];
        await Repository.AddKeyAsync(new Password(Encoding.UTF8.GetString(password)), Ct);

        await using var opened = await Repository.OpenAsync(Backend, new(RawText.FromBytes(password)), Clock, Ct);
        await opened.AddKeyAsync(new Password(RawText.FromBytes(password)), Ct);
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, new(RawText.FromBytes([.. "geheim"u8])), Clock, Ct));
    }

    [Fact]
    public async Task A_second_password_opens_the_same_repository_until_it_is_removed()
    {
        var second = new Password("second");
        var name = await Repository.AddKeyAsync(second, Ct);
        await using (var opened = await Repository.OpenAsync(Backend, second, Clock, Ct))
        {
            Assert.Equal(Repository.Id, opened.Id);
            Assert.Equal(name, Assert.Single(await opened.KeysAsync(Ct), k => k.IsCurrent).Id);
        }

        await Repository.RemoveKeyAsync(name[..8], Ct);
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, second, Clock, Ct));
    }

    [Fact]
    public async Task The_key_in_use_cannot_be_removed()
    {
        var current = Assert.Single(await Repository.KeysAsync(Ct));
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.RemoveKeyAsync(current.Id, Ct));
    }

    [Fact]
    public async Task Two_who_remove_each_others_keys_leave_one()
    {
        var second = new Password("second");
        var theirs = await Repository.AddKeyAsync(second, Ct);
        var ours = (await Repository.KeysAsync(Ct)).Single(k => k.IsCurrent).Id;
        await using var other = await Repository.OpenAsync(Backend, second, Clock, Ct);
        await Repository.RemoveKeyAsync(theirs, Ct);
        await Assert.ThrowsAsync<RepositoryException>(() => other.RemoveKeyAsync(ours, Ct));
        Assert.Equal(ours, Assert.Single(await Repository.KeysAsync(Ct)).Id);
    }

    [Theory]
    [InlineData("../../elsewhere")]
    [InlineData("/srv/another/repository")]
    [InlineData("")]
    public async Task A_config_whose_id_would_lead_the_cache_elsewhere_is_refused(string id)
    {
        var inside = await InsideAsync();
        await ReplaceAsync(FileName.Config, (inside.Config with { Id = id }).Encode(inside.Key));
        Assert.Equal(RepositoryFault.Damaged, (await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, Secret, Clock, Ct))).Fault);
    }

    [Fact]
    public async Task A_changed_password_opens_and_the_one_before_does_not()
    {
        var name = await Repository.ReplaceKeyAsync(new(new("new"), "ops", "desk"), Ct);
        await using var opened = await Repository.OpenAsync(Backend, new("new"), Clock, Ct);
        Assert.Equal(new RepositoryKey(name, true, "ops", "desk", Clock.GetUtcNow()), Assert.Single(await opened.KeysAsync(Ct)) with { Created = Clock.GetUtcNow() });
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, Secret, Clock, Ct));
    }

    [Fact]
    public async Task A_password_that_could_not_be_changed_is_still_the_old_one()
    {
        Backend.GoodSaves = Backend.Saves + 1;
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.ReplaceKeyAsync(new(new("new")), Ct));
        Backend.GoodSaves = int.MaxValue;
        await using var opened = await Repository.OpenAsync(Backend, Secret, Clock, Ct);
        Assert.Single(await opened.KeysAsync(Ct));
        Assert.Empty(await Backend.ListAsync(FileKind.Lock, Ct));
    }

    [Fact]
    public async Task A_new_key_that_the_store_does_not_give_back_is_not_kept_and_the_old_one_stays()
    {
        var keeps = new ForgetfulBackend(Backend);
        await using (var opened = await Repository.OpenAsync(keeps, Secret, Clock, Ct))
        {
            await Assert.ThrowsAsync<RepositoryException>(() => opened.ReplaceKeyAsync(new(new("new")), Ct));
        }

        await using var again = await Repository.OpenAsync(Backend, Secret, Clock, Ct);
        Assert.Single(await again.KeysAsync(Ct));
    }

    [Fact]
    public async Task Keys_are_added_beside_others_who_work_but_not_removed()
    {
        var name = await Repository.AddKeyAsync(new Password("second"), Ct);
        await using var others = await RepositoryLock.AcquireAsync(await InsideAsync(), exclusive: false, TimeSpan.Zero, Ct);
        await Repository.AddKeyAsync(new Password("third"), Ct);
        Assert.Equal(RepositoryFault.Locked, (await Assert.ThrowsAsync<RepositoryException>(() => Repository.RemoveKeyAsync(name, Ct))).Fault);
        var change = await Assert.ThrowsAsync<RepositoryException>(() => Repository.ReplaceKeyAsync(new(new("new")), Ct));
        Assert.Equal(RepositoryFault.Locked, change.Fault);
        Assert.Equal(3, (await Repository.KeysAsync(Ct)).Count);
    }

    [Fact]
    public async Task A_damaged_key_is_told_and_the_others_are_listed()
    {
        await Backend.SaveAsync(new(FileKind.Key, new string('0', 64)), "not its name"u8.ToArray(), Ct);
        List<RepositoryException> told = [];
        Assert.Single(await Repository.KeysAsync(told.Add, Ct));
        Assert.Single(told);
    }

    [Fact]
    public async Task No_password_opens_only_what_was_made_to_open_without_one()
    {
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, Password.Empty, Clock, Ct));
        await Repository.AddKeyAsync(Password.Empty, Ct);
        await using var opened = await Repository.OpenAsync(Backend, Password.Empty, Clock, Ct);
        Assert.Equal(Repository.Id, opened.Id);
        Assert.Throws<RepositoryException>(() => new Password(""));
    }

    [Fact]
    public async Task Nothing_is_ever_made_over_a_repository_or_what_is_left_of_one()
    {
        await RefusedAsync(Secret);
        Put("a", "one");
        await BackupAsync();
        await Backend.RemoveAsync(FileName.Config, Ct);
        foreach (var kind in (FileKind[])[FileKind.Snapshot, FileKind.Index, FileKind.Pack])
        {
            await RefusedAsync(Secret);
            foreach (var (file, _) in await Backend.ListAsync(kind, Ct))
            {
                await Backend.RemoveAsync(file, Ct);
            }
        }

        // Nothing but a key is left. It is somebody's, unless it opens with our password.
        await RefusedAsync(new("wrong"));
        Assert.Single(await Backend.ListAsync(FileKind.Key, Ct));

        async Task RefusedAsync(Password password)
        {
            var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.InitAsync(Backend, password, Clock, Ct));
            Assert.Equal(RepositoryFault.AlreadyExists, error.Fault);
        }
    }

    [Fact]
    public async Task Of_two_who_make_a_repository_at_once_one_does_and_it_opens()
    {
        var store = new FaultyBackend(new MemoryBackend());
        Password ours = new("ours"), theirs = new("theirs");
        store.Meanwhile = async file =>
        {
            if (file == FileName.Config)
            {
                store.Meanwhile = static _ => Task.CompletedTask;
                foreach (var (key, _) in await store.ListAsync(FileKind.Key, Ct))
                {
                    await store.RemoveAsync(key, Ct);
                }

                await (await Repository.InitAsync(store, theirs, Clock, Ct)).DisposeAsync();
            }
        };
        var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.InitAsync(store, ours, Clock, Ct));
        Assert.Equal(RepositoryFault.AlreadyExists, error.Fault);
        Assert.Equal(FailureCode.WrongKey, (await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(store, ours, Clock, Ct))).Failure.Code);
        await using var opened = await Repository.OpenAsync(store, theirs, Clock, Ct);
        Assert.Single(await opened.KeysAsync(Ct));
    }

    [Fact]
    public async Task Two_who_make_a_repository_at_once_with_one_password_get_one_that_opens()
    {
        var store = new FaultyBackend(new MemoryBackend());
        store.Meanwhile = async file =>
        {
            if (file == FileName.Config)
            {
                // They find our key, which their password opens, and are first with the config.
                store.Meanwhile = static _ => Task.CompletedTask;
                await (await Repository.InitAsync(store, Secret, Clock, Ct)).DisposeAsync();
            }
        };
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.InitAsync(store, Secret, Clock, Ct));
        await using var opened = await Repository.OpenAsync(store, Secret, Clock, Ct);
        Assert.Single(await opened.KeysAsync(Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"kdf":"scrypt","N":1099511627776,"r":8,"p":1,"salt":"AA==","data":"AA=="}""")]
    [InlineData("""{"kdf":"scrypt","N":32768,"r":99999999,"p":99999999,"salt":"AA==","data":"AA=="}""")]
    [InlineData("""{"kdf":"scrypt","N":32768,"r":8,"p":1,"salt":"?","data":"AA=="}""")]
    [InlineData("""{"kdf":"argon2","N":32768,"r":8,"p":1,"salt":"AA==","data":"AA=="}""")]
    [InlineData("""{"kdf":"scrypt","N":65536,"r":1,"p":1,"salt":"AA==","data":"AA=="}""")]
    [InlineData("[]")]
    public async Task A_hostile_key_file_costs_nothing_and_keeps_no_other_key_from_opening(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        await Backend.SaveAsync(new(FileKind.Key, Digest.Of(bytes).ToString()), bytes, Ct);
        await Backend.SaveAsync(new(FileKind.Key, new string('0', 64)), "not its name"u8.ToArray(), Ct);
        await using var opened = await Repository.OpenAsync(Backend, Secret, Clock, Ct);
        Assert.Equal(Repository.Id, opened.Id);
        var wrong = await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, new("wrong"), Clock, Ct));
        Assert.Contains("damaged", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_more_keys_than_are_tried_the_error_says_to_name_one()
    {
        // Keys that cost nothing to try, with names before and behind the right one's.
        for (var i = 0; i < 24; i++)
        {
            var bytes = Encoding.UTF8.GetBytes($$"""{"kdf":"scrypt","N":2,"r":1,"p":1,"salt":"AA==","data":"AA==","n":{{i}}}""");
            await Backend.SaveAsync(new(FileKind.Key, Digest.Of(bytes).ToString()), bytes, Ct);
        }

        var wrong = await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, new("wrong"), Clock, Ct));
        Assert.Contains("20 of 25 keys were tried", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("RESTIC_KEY_HINT", wrong.Hint, StringComparison.Ordinal);
        var right = Assert.Single(await Repository.KeysAsync(Ct), k => k.IsCurrent).Id;
        await using var opened = await Repository.OpenAsync(Backend, Secret, right[..6], Clock, Ct);
        Assert.Equal(Repository.Id, opened.Id);
    }

    [Fact]
    public async Task A_damaged_config_is_never_made_anew()
    {
        await ReplaceAsync(FileName.Config, []);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, Secret, Clock, Ct));
        Assert.Equal(RepositoryFault.Damaged, error.Fault);
        Assert.Empty(await LoadAsync(FileName.Config));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(100)]
    public async Task A_config_that_is_cut_off_or_overwritten_is_damage_and_is_left_as_it_is(int length)
    {
        var good = await LoadAsync(FileName.Config);
        foreach (var bad in (byte[][])[good[..length], [.. good[..length], .. new byte[good.Length - length]], new byte[length]])
        {
            await ReplaceAsync(FileName.Config, bad);
            var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, Secret, Clock, Ct));
            Assert.Equal((RepositoryFault.Damaged, FailureCode.Damaged), (error.Fault, error.Failure.Code));
            await Assert.ThrowsAsync<RepositoryException>(() => Repository.InitAsync(Backend, Secret, Clock, Ct));
            Assert.Equal(bad, await LoadAsync(FileName.Config));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(2 << 20)]
    public async Task Without_its_config_a_repository_is_read_all_the_same_and_nothing_is_written_to_it(int length)
    {
        Put("a", "one");
        await BackupAsync();
        var config = await LoadAsync(FileName.Config);
        await Backend.RemoveAsync(FileName.Config, Ct);
        if (length >= 0)
        {
            await Backend.SaveAsync(FileName.Config, length <= config.Length ? config.AsMemory(0, length) : new byte[length], Ct);
        }

        await using var whole = await Repository.OpenToReadAsync(Backend, Secret, null, Clock, Ct);
        var snapshot = Assert.Single(await whole.SnapshotsAsync(Ct));
        Assert.True((await whole.RestoreAsync(new(snapshot, "/data", Target) { NoLock = true }, null, Ct)).IsComplete);
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "a")));
        Assert.Contains("config", whole.Doubt, StringComparison.Ordinal);
        var saves = Backend.Saves;
        var refused = await Assert.ThrowsAsync<RepositoryException>(() => whole.BackupAsync(Request(), null, Ct));
        Assert.Contains("nothing is written to the repository", refused.Message, StringComparison.Ordinal);
        Assert.Contains("bring the file \"config\" back", refused.Hint, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RepositoryException>(() => whole.UnlockAsync(true, Ct).ContinueWith(_ => whole.AddKeyAsync(Secret, Ct), Ct).Unwrap());
        Assert.Equal(saves, Backend.Saves);
    }

    [Fact]
    public async Task Without_its_config_a_wrong_password_and_an_empty_place_are_told_as_ever()
    {
        await Backend.RemoveAsync(FileName.Config, Ct);
        Assert.Equal(FailureCode.RepositoryMissing, (await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenToReadAsync(Backend, new("wrong"), null, Clock, Ct))).Failure.Code);
        Assert.Equal(FailureCode.RepositoryMissing, (await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenToReadAsync(new MemoryBackend(), Secret, null, Clock, Ct))).Failure.Code);
        Assert.Null((await OpenedAsync()).Doubt);

        async Task<Repository> OpenedAsync()
        {
            var backend = new MemoryBackend();
            await using var made = await Repository.InitAsync(backend, Secret, Clock, Ct);
            return await Repository.OpenToReadAsync(backend, Secret, null, Clock, Ct);
        }
    }

    [Fact]
    public async Task A_repository_of_a_later_version_is_refused_and_nothing_is_written_to_it()
    {
        var inside = await InsideAsync();
        await ReplaceAsync(FileName.Config, (inside.Config with { Version = 3 }).Encode(inside.Key));
        var saves = Backend.Saves;
        var error = await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(Backend, Secret, Clock, Ct));
        Assert.Equal((RepositoryFault.Unsupported, FailureCode.Unsupported, saves), (error.Fault, error.Failure.Code, Backend.Saves));
    }

    [Fact]
    public async Task A_key_that_is_removed_while_we_look_keeps_no_other_from_opening()
    {
        var name = await Repository.AddKeyAsync(new Password("second"), Ct);
        var stale = new ListsWhatIsGone(Backend, await Backend.ListAsync(FileKind.Key, Ct));
        await Backend.RemoveAsync(new(FileKind.Key, name), Ct);
        await using var opened = await Repository.OpenAsync(stale, Secret, Clock, Ct);
        Assert.Equal(FailureCode.WrongKey, (await Assert.ThrowsAsync<RepositoryException>(() => Repository.OpenAsync(stale, new("second"), Clock, Ct))).Failure.Code);
    }

    // As a store that is slow to tell, or a listing just before the removal.
    private sealed class ListsWhatIsGone(IBackend inner, IReadOnlyList<StoredFile> keys) : IBackend
    {
        public string Location => inner.Location;

        public Task CreateAsync(CancellationToken ct) => inner.CreateAsync(ct);

        public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => inner.SaveAsync(file, content, ct);

        public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) => inner.LoadAsync(file, offset, buffer, ct);

        public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) =>
            kind == FileKind.Key ? Task.FromResult(keys) : inner.ListAsync(kind, ct);

        public Task<long?> SizeAsync(FileName file, CancellationToken ct) => inner.SizeAsync(file, ct);

        public Task RemoveAsync(FileName file, CancellationToken ct) => inner.RemoveAsync(file, ct);
    }

    [Fact]
    public async Task A_version_1_repository_is_read_and_never_written()
    {
        Put("a", "one");
        await BackupAsync();
        var inside = await InsideAsync();
        await ReplaceAsync(FileName.Config, (inside.Config with { Version = 1 }).Encode(inside.Key));
        await using var old = await Repository.OpenAsync(Backend, Secret, Clock, Ct);
        Assert.Equal("one"u8.ToArray(), await old.ReadFileAsync(await LatestAsync(), "/data/a", Ct));
        var error = await Assert.ThrowsAsync<RepositoryException>(() => old.BackupAsync(Request(), null, Ct));
        Assert.Equal(RepositoryFault.Unsupported, error.Fault);
    }

    /// <summary>A store that takes keys and gives back something else.</summary>
    private sealed class ForgetfulBackend(IBackend inner) : IBackend
    {
        private FileName? _saved;

        public string Location => inner.Location;

        public Task CreateAsync(CancellationToken ct) => inner.CreateAsync(ct);

        public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
        {
            _saved = file.Kind == FileKind.Key ? file : _saved;
            return inner.SaveAsync(file, content, ct);
        }

        public async Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
        {
            await inner.LoadAsync(file, offset, buffer, ct);
            buffer.Span[0] ^= (byte)(file == _saved ? 1 : 0);
        }

        public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) => inner.ListAsync(kind, ct);

        public Task<long?> SizeAsync(FileName file, CancellationToken ct) => inner.SizeAsync(file, ct);

        public Task RemoveAsync(FileName file, CancellationToken ct) => inner.RemoveAsync(file, ct);
    }
}
