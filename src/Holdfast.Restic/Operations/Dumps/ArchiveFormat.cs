namespace Holdfast.Restic.Operations.Dumps;

/// <summary>What a folder is written as.</summary>
public enum ArchiveFormat
{
    /// <summary>POSIX tar with pax headers: holds everything that a snapshot does, but that names of one file are each written whole.</summary>
    Tar,

    /// <summary>Files, folders and symbolic links with their permissions; times to two seconds; no owners, attributes, pipes or devices.</summary>
    Zip,
}
