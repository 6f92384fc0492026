namespace Holdfast.Restic.Operations.Queries;

/// <summary>What happened to a name between two snapshots.</summary>
/// <param name="Path">A folder's ends with <c>/</c>.</param>
/// <param name="Modifier"><c>+</c> added, <c>-</c> removed, <c>M</c> content, <c>T</c> type, <c>U</c> anything else about it,
/// <c>M?</c> content though nothing else: the disk may have changed it on its own. <c>T</c> may stand before <c>M</c> or <c>U</c>.</param>
public sealed record Change(string Path, string Modifier);
