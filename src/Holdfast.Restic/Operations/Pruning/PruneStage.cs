namespace Holdfast.Restic.Operations.Pruning;

/// <summary>What a prune is at.</summary>
public enum PruneStage
{
    /// <summary>Going through the trees of all snapshots. The total is not known.</summary>
    FindingUsed,

    /// <summary>Copying packs.</summary>
    Repacking,

    /// <summary>Deleting packs.</summary>
    Removing,
}
