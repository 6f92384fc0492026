using Holdfast.Restic.Backends;

namespace Holdfast.Tests.Restic.Backends;

public sealed class GuardedBackendTests : BackendContract
{
    private protected override Task<IBackend> NewAsync() => Task.FromResult<IBackend>(new GuardedBackend(new MemoryBackend()));
}
