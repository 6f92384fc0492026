using System.Text;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;
using Xunit;

namespace Holdfast.Tests.Restic.Backends;

public sealed class LocalBackendTests : BackendContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private protected override async Task<IBackend> NewAsync()
    {
        var backend = new LocalBackend(Path.Combine(_folder, "repository"));
        await backend.CreateAsync(Ct);
        return backend;
    }

    [Fact]
    public async Task Only_the_owner_may_enter_and_nobody_may_write_a_stored_file()
    {
        var backend = await NewAsync();
        await backend.SaveAsync(FileName.Config, new byte[1], Ct);
        Assert.Equal("700", Convert.ToString(ModeOf(backend.Location), 8));
        Assert.Equal("400", Convert.ToString(ModeOf(Path.Combine(backend.Location, "config")), 8));
    }

    private static int ModeOf(string path) => (int)Posix.StatusOfPath(Encoding.UTF8.GetBytes(path)).Mode & 0xfff;

    [Fact]
    public async Task Names_that_are_no_ids_are_not_listed()
    {
        var backend = await NewAsync();
        await File.WriteAllTextAsync(Path.Combine(backend.Location, "snapshots", "note.txt"), "x", Ct);
        await File.WriteAllTextAsync(Path.Combine(backend.Location, "snapshots", new string('A', 64)), "x", Ct);
        await File.WriteAllTextAsync(Path.Combine(backend.Location, "snapshots", new string('a', 64) + "-tmp-1"), "x", Ct);
        Assert.Empty(await backend.ListAsync(FileKind.Snapshot, Ct));
    }

    [Fact]
    public async Task A_pack_in_the_wrong_folder_is_not_listed_twice_nor_alone()
    {
        var backend = await NewAsync();
        var file = NewName(FileKind.Pack) with { Name = "aa" + new string('0', 62) };
        await backend.SaveAsync(file, new byte[5], Ct);
        File.WriteAllText(Path.Combine(backend.Location, "data/bb", file.Name), "a copy");
        File.WriteAllText(Path.Combine(backend.Location, "data/bb", "cc" + new string('0', 62)), "lost");
        Assert.Equal([new StoredFile(file, 5)], await backend.ListAsync(FileKind.Pack, Ct));
    }

    [Fact]
    public async Task A_copy_without_its_empty_folders_is_read_and_they_are_made_when_they_are_needed()
    {
        var backend = await NewAsync();
        await backend.SaveAsync(FileName.Config, new byte[1], Ct);
        foreach (var folder in Directory.GetDirectories(backend.Location))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var kind in Enum.GetValues<FileKind>().Where(k => k != FileKind.Config))
        {
            Assert.Empty(await backend.ListAsync(kind, Ct));
            var file = NewName(kind);
            Assert.Null(await backend.SizeAsync(file, Ct));
            await backend.RemoveAsync(file, Ct);
            await backend.SaveAsync(file, new byte[3], Ct);
            Assert.Equal([new StoredFile(file, 3)], await backend.ListAsync(kind, Ct));
        }

        Assert.Equal("700", Convert.ToString(ModeOf(Path.Combine(backend.Location, "data")), 8));
    }

    [Fact]
    public async Task Where_the_disk_was_unmounted_nothing_is_told_to_be_empty_or_made()
    {
        var backend = await NewAsync();
        Directory.Delete(backend.Location, recursive: true);
        await Assert.ThrowsAsync<RepositoryException>(() => backend.ListAsync(FileKind.Pack, Ct));
        await Assert.ThrowsAsync<RepositoryException>(() => backend.SaveAsync(NewName(FileKind.Pack), new byte[3], Ct));
        Assert.False(Directory.Exists(backend.Location));
    }

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("mkdir")]
    public async Task What_is_not_a_file_in_the_place_of_one_is_damage_and_is_never_waited_for(string make)
    {
        var backend = await NewAsync();
        await backend.SaveAsync(FileName.Config, "config"u8.ToArray(), Ct);
        File.Delete(Path.Combine(backend.Location, "config"));
        using (var made = System.Diagnostics.Process.Start(make, Path.Combine(backend.Location, "config")))
        {
            await made.WaitForExitAsync(Ct);
        }

        Assert.Equal(RepositoryFault.Damaged, (await Assert.ThrowsAsync<RepositoryException>(() => backend.SizeAsync(FileName.Config, Ct))).Fault);
        Assert.Equal(RepositoryFault.Damaged, (await Assert.ThrowsAsync<RepositoryException>(() => backend.LoadAsync(FileName.Config, 0, new byte[1], Ct))).Fault);
    }

    [Fact]
    public async Task A_listing_that_cannot_be_made_is_an_error_and_not_empty()
    {
        var backend = await NewAsync();
        Directory.Delete(Path.Combine(backend.Location, "snapshots"));
        await Assert.ThrowsAsync<RepositoryException>(() => backend.ListAsync(FileKind.Snapshot, Ct));
    }

    [Fact]
    public async Task A_save_that_fails_leaves_no_file_behind()
    {
        var backend = await NewAsync();
        var file = NewName(FileKind.Pack);
        Directory.CreateDirectory(Path.Combine(backend.Location, file.Path));
        await Assert.ThrowsAsync<RepositoryException>(() => backend.SaveAsync(file, new byte[1], Ct));
        Assert.Single(Directory.GetFileSystemEntries(Path.Combine(backend.Location, "data", file.Name[..2])));
    }

    [Fact]
    public void A_file_written_whole_replaces_the_old_one_and_leaves_nothing_beside_it()
    {
        var path = Path.Combine(_folder, "state.json");
        Durable.WriteWhole(path, "old"u8);
        Durable.WriteWhole(path, "new"u8);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Flushing_what_cannot_be_flushed_is_an_error()
    {
        // A pipe has no disk; the system refuses to flush it, as it does for a disk that failed.
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        Assert.ThrowsAny<IOException>(() => Durable.Flush(pipe.SafePipeHandle));
        Assert.ThrowsAny<IOException>(() => Durable.FlushFolder(Path.Combine(_folder, "missing")));
    }
}
