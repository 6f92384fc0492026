using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends;

/// <summary>Stores and removes nothing: for a repository that can be read and must not be written.</summary>
/// <param name="why">Why not: the end of a sentence.</param>
internal sealed class ReadOnlyBackend(IBackend inner, string why, string? hint) : WrappedBackend(inner)
{
    public override Task CreateAsync(CancellationToken ct) => throw Refused();

    public override Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => throw Refused();

    public override Task RemoveAsync(FileName file, CancellationToken ct) => throw Refused();

    private RepositoryException Refused() => new(RepositoryFault.Storage, $"nothing is written to the repository in {Location}: {why}", hint);
}
