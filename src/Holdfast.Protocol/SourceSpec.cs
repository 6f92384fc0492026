using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>What kind of data, and where it lies on the host. Of every kind the same: what differs stands in <see cref="Settings"/>.</summary>
/// <param name="Kind">As plans name it: <c>sqlite</c>.</param>
/// <param name="Path">The file or folder that holds it.</param>
public sealed record SourceSpec(string Kind, string Path)
{
    /// <summary>Patterns, as restic's <c>--exclude</c>, of what no copy has.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Where its server answers on the host's loopback; null: it has none.</summary>
    public int? Port { get; init; }

    /// <summary>Where the host finds the password; null: none is needed.</summary>
    public string? Password { get; init; }

    /// <summary>What else its kind asks for, by the plan's words: <c>user</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it needs secrets from.</summary>
    [JsonIgnore]
    public IEnumerable<string> Secrets => Password is null ? [] : [Password];
}
