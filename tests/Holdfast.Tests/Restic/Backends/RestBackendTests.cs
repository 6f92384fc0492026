using Holdfast.Restic.Backends;

namespace Holdfast.Tests.Restic.Backends;

public class RestBackendTests : BackendContract, IAsyncDisposable
{
    private protected RestServer Server { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected override async Task<IBackend> NewAsync()
    {
        var backend = Server.Open();
        await backend.CreateAsync(Ct);
        return backend;
    }
}

/// <summary>Old servers list names alone.</summary>
public sealed class RestBackendVersion1Tests : RestBackendTests
{
    public RestBackendVersion1Tests() => Server.ListsInVersion1 = true;
}
