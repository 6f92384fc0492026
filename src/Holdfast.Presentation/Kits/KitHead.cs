namespace Holdfast.Presentation.Kits;

/// <summary>What was sealed when the kit was printed: nothing that happens to the file later changes the paper.</summary>
/// <param name="File">The evidence file's name.</param>
/// <param name="Events">How many there were.</param>
/// <param name="Head">Of the journal after the last of them, in groups.</param>
public sealed record KitHead(string File, int Events, string Head);
