namespace Holdfast.Cli;

/// <summary>What the exit code says. 0 means done and good; <c>docs/exit-codes.md</c> has the whole list.</summary>
internal static class ExitCode
{
    public const int Good = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Something was left out: files that could not be read, a copy that was not made, a system that did not come back.</summary>
    public const int Partial = 3;

    public const int PlanRejected = 4;

    /// <summary>It worked, and it was not good enough: outside RTO or RPO, or a plan with findings that are errors.</summary>
    public const int OutsideTarget = 5;

    /// <summary>Not begun; nothing was touched.</summary>
    public const int Refused = 6;

    /// <summary>An evidence file is not what was sealed.</summary>
    public const int EvidenceChanged = 7;

    /// <summary>A word was left for a run that no one carries out just now; it is heard when someone takes the run up.</summary>
    public const int NotHeardYet = 8;

    public const int RepositoryMissing = 10;

    public const int RepositoryLocked = 11;

    /// <summary>No key of a repository opens with the password that was found.</summary>
    public const int WrongKey = 12;

    public const int Interrupted = 130;
}
