namespace Holdfast.Execution.Codes;

/// <summary>What a list of codes is worth on this machine.</summary>
public enum CodeStanding
{
    /// <summary>This machine issued it.</summary>
    Anchored,

    /// <summary>Another machine issued it, and the organization signed it.</summary>
    Confirmed,

    /// <summary>It came out of a repository where nothing is signed, or an operator took it: it counts, and its word says how.</summary>
    NotAnchored,

    /// <summary>It came out of a repository, and the organization signs such lists, but not this one: it proves nothing.</summary>
    Unproven,
}
