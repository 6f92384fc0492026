using Holdfast.Interop.Programs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Tests.Restic.Backends;
using Xunit;

namespace Holdfast.Interop.Restic.Backends;

/// <summary>The promise of every backend, kept over real servers.</summary>
public abstract class RemoteBackendTests : BackendContract, IAsyncDisposable
{
    private readonly List<IBackend> _opened = [];

    private protected TemporaryFolder Folder { get; } = new();

    private protected abstract IBackend Open();

    private protected override async Task<IBackend> NewAsync()
    {
        var backend = Open();
        _opened.Add(backend);
        await backend.CreateAsync(Ct);
        return backend;
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var backend in _opened.OfType<IAsyncDisposable>())
        {
            await backend.DisposeAsync();
        }

        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class SftpBackendTests(SshServer server) : RemoteBackendTests
{
    private protected override IBackend Open() => Locations.Open(server.LocationOf(Folder["a/b/repository"]), SshServer.SettingsWith(server.Option));

    [Fact]
    public async Task Only_the_owner_may_enter_and_read()
    {
        var backend = await NewAsync();
        await backend.SaveAsync(FileName.Config, new byte[1], Ct);
        Assert.Equal("700 700 600\n", Shell.Run("stat", ["--printf", "%a ", Folder["a/b/repository"], Folder["a/b/repository/data/7f"]]) + Shell.Run("stat", ["-c", "%a", Folder["a/b/repository/config"]]));
    }

    [Fact]
    public async Task A_listing_that_cannot_be_made_is_an_error_and_not_empty()
    {
        var backend = await NewAsync();
        Directory.Delete(Folder["a/b/repository/snapshots"]);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => backend.ListAsync(FileKind.Snapshot, Ct));
        Assert.Equal(RepositoryFault.NotFound, error.Fault);
    }
}

public sealed class RestOnRcloneTests : RemoteBackendTests
{
    private readonly RcloneServer _server;

    public RestOnRcloneTests() => _server = new(Folder);

    private protected override bool RefusesRaces => false;

    private protected override IBackend Open() => Locations.Open(_server.LocationOf("r"), new() { Cache = CacheUse.None });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _server.Dispose();
    }
}

public sealed class RcloneRemoteTests : RemoteBackendTests
{
    private protected override bool RefusesRaces => false;

    private protected override IBackend Open() => Locations.Open($"rclone:{Folder["r"]}", new() { Cache = CacheUse.None });
}
