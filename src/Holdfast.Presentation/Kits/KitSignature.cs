namespace Holdfast.Presentation.Kits;

/// <summary>The organization's key, as the kit shows it.</summary>
/// <param name="Fingerprint">Of the key that leads, in groups.</param>
/// <param name="Number">Of the statement by which it signed this plan; null: it has not.</param>
public sealed record KitSignature(string Fingerprint, long? Number);
