using Holdfast.Restic.Backends;

namespace Holdfast.Tests.Restic.Backends;

/// <summary>The stand-in keeps the promise, too, as long as nothing is made to fail.</summary>
public sealed class FaultyBackendTests : BackendContract
{
    private protected override Task<IBackend> NewAsync() => Task.FromResult<IBackend>(new FaultyBackend(new MemoryBackend()));
}
