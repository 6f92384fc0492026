namespace Holdfast.Failures;

/// <summary>Where a failure is put right.</summary>
public enum Blame
{
    /// <summary>In what was asked for: the command line, a word, a plan.</summary>
    Asked,

    /// <summary>On a host: a program, a file, a right, a disk.</summary>
    Host,

    /// <summary>In a repository or on the way to it.</summary>
    Repository,

    /// <summary>In Holdfast.</summary>
    Holdfast,
}
