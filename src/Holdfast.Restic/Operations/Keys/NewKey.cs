using Holdfast.Restic.Crypto;

namespace Holdfast.Restic.Operations.Keys;

/// <summary>A password that is to open the repository.</summary>
/// <param name="UserName">Whose it is, for people; null: this user.</param>
/// <param name="HostName">Where it is used, for people; null: this machine.</param>
public sealed record NewKey(Password Password, string? UserName = null, string? HostName = null)
{
    /// <summary>How long to wait for others to release the repository.</summary>
    public TimeSpan LockPatience { get; init; }

    /// <summary>What each try of the password shall cost.</summary>
    internal ScryptCost Cost { get; init; } = ScryptCost.OfNewKeys;
}
