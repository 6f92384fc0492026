using System.Collections.Concurrent;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Backends;

namespace Holdfast.Restic.Operations.Locks;

/// <summary>
/// Lock files that cannot be read, so that they may be anybody's. One that somebody is just writing is whole soon, so it is looked at again for a while,
/// as restic does; what stayed as it was for so long is not waited for a second time by this process, however many copies it makes.
/// </summary>
internal static class UnreadableLocks
{
    private const string Hint = "if no other program uses the repository: \"holdfast repo unlock --remove-all\", or remove that file";

    private static readonly ConcurrentDictionary<(string Repository, FileName File), byte> Stayed = [];

    internal static bool AreKnown(OpenRepository repository, IEnumerable<FileName> files) => files.All(f => Stayed.ContainsKey((repository.Config.Id, f)));

    internal static void Remember(OpenRepository repository, IEnumerable<FileName> files)
    {
        foreach (var file in files)
        {
            Stayed[(repository.Config.Id, file)] = 0;
        }
    }

    /// <summary>Not transient: waiting changes nothing.</summary>
    internal static RepositoryException Error(OpenRepository repository, FileName file) =>
        new(RepositoryFault.Locked, $"{file} in {repository.Backend.Location} cannot be read, so it may be anybody's lock", Hint);
}
