using System.Collections.Immutable;

namespace Holdfast.Presentation.Kits;

/// <summary>A key or password that the kit shall hold because it was asked for. It prints as <c>(secret)</c>.</summary>
/// <param name="Lines">How it is shown: together, without anything between, it is the secret; or, with check signs, the lines of its groups.</param>
/// <param name="IsChecked">Whether it has check signs, so that a slip in typing it is told.</param>
public sealed record KitSecret(string Text, ImmutableArray<string> Lines, bool IsChecked)
{
    public override string ToString() => "(secret)";
}
