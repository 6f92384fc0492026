using System.Diagnostics;

namespace Holdfast.Sources.Secrets;

/// <summary>A password or key. It prints as <c>(secret)</c>; whoever needs the value asks for it by name.</summary>
[DebuggerDisplay("(secret)")]
public sealed class Secret(string value)
{
    private readonly string _value = value;

    public string Reveal() => _value;

    public override string ToString() => "(secret)";
}
