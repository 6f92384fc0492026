using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Checks;

/// <summary>A pack that is not what it must be, and why.</summary>
public sealed record PackDamage(PackId Pack, string Why);
