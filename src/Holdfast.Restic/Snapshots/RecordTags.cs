namespace Holdfast.Restic.Snapshots;

/// <summary>Tags of the snapshots in which Holdfast keeps its own records. They are no recovery points, and no policy removes them.</summary>
public static class RecordTags
{
    public const string Plan = "holdfast:plan";
    public const string Journal = "holdfast:journal";
    public const string Evidence = "holdfast:evidence";
    public const string Escrow = "holdfast:escrow";
    public const string Epoch = "holdfast:epoch";
    public const string Trust = "holdfast:trust";

    internal static bool IsOne(string tag) => tag is Plan or Journal or Evidence or Escrow or Epoch or Trust;
}
