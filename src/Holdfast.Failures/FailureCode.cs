namespace Holdfast.Failures;

/// <summary>The codes of failures. Reports of hosts and JSON carry them: add to them, never change one.</summary>
public static class FailureCode
{
    /// <summary>The command line asks for something that cannot be.</summary>
    public const string Usage = "usage";

    /// <summary>Not begun; nothing was touched.</summary>
    public const string Refused = "refused";

    /// <summary>A one-time code proves nothing.</summary>
    public const string CodeRefused = "code refused";

    public const string PlanRejected = "plan rejected";

    public const string JournalDamaged = "journal damaged";

    public const string Interrupted = "interrupted";

    /// <summary>Something on a host stands in the way.</summary>
    public const string Host = "host";

    public const string RepositoryMissing = "repository missing";

    public const string RepositoryLocked = "repository locked";

    public const string WrongKey = "wrong key";

    /// <summary>What a repository holds is not what was stored.</summary>
    public const string Damaged = "damaged";

    public const string AlreadyExists = "already exists";

    /// <summary>Valid, and not something that this program does.</summary>
    public const string Unsupported = "unsupported";

    /// <summary>A repository's storage is full, out of reach, or refuses.</summary>
    public const string Storage = "storage";

    /// <summary>There is no such snapshot, path or key.</summary>
    public const string NotThere = "not there";

    /// <summary>No one foresaw it.</summary>
    public const string Unforeseen = "unforeseen";

    internal static Blame BlameOf(string code) => code switch
    {
        Usage or Refused or CodeRefused or PlanRejected or Interrupted or NotThere or AlreadyExists => Blame.Asked,
        RepositoryMissing or RepositoryLocked or WrongKey or Damaged or Unsupported or Storage => Blame.Repository,
        Unforeseen => Blame.Holdfast,
        _ => Blame.Host,
    };
}
