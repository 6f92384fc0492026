
namespace Holdfast.Agent.Discovery;

/// <summary>A unit's file as lines of <c>Key=value</c>; sections do not matter for what is asked of it here.</summary>
internal sealed class UnitFile(string text)
{
    private readonly string[] _lines = text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');

    /// <returns>Values in order; an empty one takes back those before it, as in systemd.</returns>
    internal IReadOnlyList<string> All(string key)
    {
        var values = new List<string>();
        foreach (var line in _lines.Select(l => l.Trim()).Where(l => l.StartsWith(key + "=", StringComparison.Ordinal)))
        {
            if (line[(key.Length + 1)..].Trim() is { Length: > 0 } value) values.Add(value);
            else values.Clear();
        }

        return values;
    }
}
