using Holdfast.Restic.Crypto;

namespace Holdfast.Execution.Repositories;

/// <summary>Finds the key that a reference names: <c>env:NAME</c>, <c>file:PATH</c>, <c>command:...</c>.</summary>
/// <exception cref="Restic.Faults.RepositoryException">There is none; the message never holds a key.</exception>
public delegate Task<Password> KeyFinder(string reference, CancellationToken cancellationToken);
