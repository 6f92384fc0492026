namespace Holdfast.Restic.Snapshots;

/// <summary>What the snapshots of a group have in common. What they were not grouped by is empty.</summary>
/// <param name="Paths">In order.</param>
/// <param name="Tags">In order.</param>
public sealed record SnapshotGroupKey(string HostName, IReadOnlyList<string> Paths, IReadOnlyList<string> Tags)
{
    public bool Equals(SnapshotGroupKey? other) =>
        other is not null && HostName == other.HostName && Paths.SequenceEqual(other.Paths) && Tags.SequenceEqual(other.Tags);

    /// <summary>For people, as restic writes it: <c>host h, path [/a, /b]</c>.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        if (HostName.Length > 0)
        {
            parts.Add($"host {HostName}");
        }

        if (Tags.Count > 0)
        {
            parts.Add($"tags [{string.Join(", ", Tags)}]");
        }

        if (Paths.Count > 0)
        {
            parts.Add($"path [{string.Join(", ", Paths)}]");
        }

        return string.Join(", ", parts);
    }

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(HostName);
        foreach (var text in Paths.Concat(Tags))
        {
            hash.Add(text);
        }

        return hash.ToHashCode();
    }
}
