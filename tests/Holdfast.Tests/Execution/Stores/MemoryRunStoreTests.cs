using Holdfast.Execution.Stores;

namespace Holdfast.Tests.Execution.Stores;

public sealed class MemoryRunStoreTests : RunStoreContract
{
    private readonly MemoryRunStore _store = new();

    private protected override IRunStore Open() => _store;
}
