using Holdfast.Restic.Backends;
using Holdfast.Restic.Operations.Locks;

namespace Holdfast.Tests.Restic.Backends;

public sealed class LockedBackendTests : BackendContract
{
    private protected override Task<IBackend> NewAsync() => Task.FromResult<IBackend>(new LockedBackend(new MemoryBackend()));
}
