namespace Holdfast.Recovery.Plans;

/// <summary>Where a secret is found: <c>env:NAME</c>, <c>file:PATH</c> or <c>command:...</c>. Never the secret.</summary>
public readonly record struct KeyReference(KeyKind Kind, string Value)
{
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()}:{Value}";
}

public enum KeyKind { Env, File, Command }
