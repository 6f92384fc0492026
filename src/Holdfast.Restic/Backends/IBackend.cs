using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends;

/// <summary>
/// Where the files of one repository are kept: a dumb store of whole files by name. It sees only sealed bytes.
/// All calls may come from several threads at once. Failures are <see cref="RepositoryException"/> of the fault
/// <see cref="RepositoryFault.Storage"/>, or <see cref="RepositoryFault.NotFound"/> for a file that is not there;
/// <see cref="RepositoryException.IsTransient"/> says whether the same call may succeed later.
/// </summary>
public interface IBackend
{
    /// <summary>For messages: where this is. Holds no secret.</summary>
    string Location { get; }

    /// <summary>Makes the folders that the store needs. Repeatable; touches no file.</summary>
    Task CreateAsync(CancellationToken ct);

    /// <summary>
    /// Stores a whole file. When it returns, the file survives a power failure; when it throws, the file is either there whole
    /// or not at all, and nothing half-written is ever listed or loaded. Files are written once: a name that exists is
    /// refused with <see cref="RepositoryFault.AlreadyExists"/> and its content left alone.
    /// </summary>
    Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Reads exactly <paramref name="buffer"/>.Length bytes from <paramref name="offset"/>; a file too short for that is
    /// an error of the fault <see cref="RepositoryFault.Damaged"/>, never a short read.</summary>
    Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct);

    /// <summary>
    /// All files of a kind (not <see cref="FileKind.Config"/>) in no order. Everything saved before the call began is in it. Names that are
    /// not an id are left out. A listing that could not be completed throws; it never comes back short.
    /// </summary>
    Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct);

    /// <returns>The file's size, or null when there is no such file.</returns>
    Task<long?> SizeAsync(FileName file, CancellationToken ct);

    /// <summary>Removes a file. Repeatable: removing what is not there is fine.</summary>
    Task RemoveAsync(FileName file, CancellationToken ct);

    /// <summary>The repository in here was opened, and this is its id: what a cache keeps of it can be told apart from now on.</summary>
    void Opened(string repositoryId)
    {
    }

    /// <summary>What was read from this file was bad: a local copy of it, in a cache, is forgotten. Where there is none, nothing happens.</summary>
    void Distrust(FileName file)
    {
    }
}
