using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Searching;

/// <summary>What a search found, and what it could and could not look at.</summary>
/// <param name="Name">As it was typed.</param>
/// <param name="Databases">Systems whose copies are no files that a person knows by name.</param>
internal sealed record Found(
    string Name, Documents Documents, IReadOnlyList<SearchedSystem> Systems, IReadOnlyList<ProtectedSystem> Databases, PointSearch Search, RepositorySet Repositories)
{
    public required RestoreWords Words { get; init; }

    /// <summary>Whether options left something out.</summary>
    public required bool IsFiltered { get; init; }

    /// <summary>The folder that was searched, as it was typed; null: all.</summary>
    public required string? In { get; init; }

    /// <summary>Whether nothing kept the search from anything it should look at.</summary>
    public bool IsWhole => Repositories.Closed.IsEmpty && Search.Unread.Count == 0 && !Search.LostRepository;
}

/// <summary>A system that was searched.</summary>
/// <param name="Points">How many moments of it.</param>
/// <param name="From">The oldest of them; null: there is none.</param>
/// <param name="Until">The newest.</param>
internal sealed record SearchedSystem(ProtectedSystem System, int Points, DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>Copies that lack files, which are no recovery points and were not searched.</summary>
    public int Partial { get; init; }

    /// <summary>Whether any point has the folder that was to be searched.</summary>
    public bool HasFolder { get; init; }

    /// <summary>Its copies are one file, of which the name was searched and nothing else.</summary>
    public bool IsOneFile { get; init; }
}
