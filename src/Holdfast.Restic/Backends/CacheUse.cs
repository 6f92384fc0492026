namespace Holdfast.Restic.Backends;

/// <summary>Whether snapshots, indexes and trees of a far repository are kept on this machine.</summary>
public enum CacheUse
{
    /// <summary>Yes, from one run to the next.</summary>
    Kept,

    /// <summary>Only while this runs: whoever checks a repository must not take an old copy's word for it.</summary>
    Temporary,

    None,
}
