namespace Holdfast.Restic.Operations.Checks;

/// <summary>How thoroughly to check a repository.</summary>
/// <param name="ReadData">Read all packs back too.</param>
/// <param name="NoLock">Check while others may write; what they are doing just then can look like damage.</param>
public sealed record CheckRequest(bool ReadData = false, bool NoLock = false)
{
    public TimeSpan LockPatience { get; init; }
}
