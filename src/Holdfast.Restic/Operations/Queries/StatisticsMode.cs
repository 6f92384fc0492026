namespace Holdfast.Restic.Operations.Queries;

/// <summary>What is counted.</summary>
public enum StatisticsMode
{
    /// <summary>What a restore of each of the snapshots would write; hard links once.</summary>
    RestoreSize,

    /// <summary>Files, those of equal content once.</summary>
    FilesByContents,

    /// <summary>What the snapshots' blobs take up in the repository.</summary>
    RawData,

    /// <summary>The blobs of each path, each once for a path.</summary>
    BlobsPerFile,
}
