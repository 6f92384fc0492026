namespace Holdfast.Restic.Faults;

/// <summary>What kind of trouble it is; programs decide by it, people read the message.</summary>
public enum RepositoryFault
{
    /// <summary>There is no repository at that place. Exit code 10.</summary>
    NotFound,

    /// <summary>Someone else holds a lock that excludes ours. Exit code 11.</summary>
    Locked,

    /// <summary>No key of the repository opens with this password. Exit code 12.</summary>
    WrongPassword,

    /// <summary>Something stored is not what it must be. Trying again does not help.</summary>
    Damaged,

    /// <summary>There is already something where a new thing was to be made.</summary>
    AlreadyExists,

    /// <summary>Valid, but not something this program does.</summary>
    Unsupported,

    /// <summary>The storage failed: full, unreachable, refused.</summary>
    Storage,

    /// <summary>The request makes no sense as given: no such snapshot, no such path.</summary>
    Request,
}
