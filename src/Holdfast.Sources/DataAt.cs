using Holdfast.Sources.Secrets;

namespace Holdfast.Sources;

/// <summary>Data on this host: where it is, and what its kind must know to reach it. Everything in it is concrete.</summary>
/// <param name="Path">The file or folder that holds it, absolute.</param>
public sealed record DataAt(string Path)
{
    /// <summary>Patterns, as restic's <c>--exclude</c>, of what no copy has.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Where its server answers on 127.0.0.1; 0: it has none, or none is asked.</summary>
    public int Port { get; init; }

    /// <summary>What else its kind asks for, by the plan's words.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Asked for only when the data is reached; gives null where none is needed.</summary>
    public Func<CancellationToken, Task<Secret?>> Password { get; init; } = static _ => Task.FromResult<Secret?>(null);

    /// <exception cref="HostException">The order does not carry it: it was written for another version.</exception>
    public string Setting(string name) => Settings.TryGetValue(name, out var value)
        ? value
        : throw new HostException($"the order does not say the \"{name}\" of {Path}", "use the same version of Holdfast on this host as on the one that leads");
}
