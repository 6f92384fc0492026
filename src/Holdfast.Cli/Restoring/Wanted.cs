namespace Holdfast.Cli.Restoring;

/// <summary>What someone wants of a system, as paths from its data's folder.</summary>
/// <param name="Paths">None: all of it.</param>
internal sealed record Wanted(IReadOnlyList<string> Paths)
{
    public bool IsAll => Paths.Count == 0;

    /// <summary>As patterns that match nothing else: a name is meant as it is, whatever characters it has.</summary>
    public IReadOnlyList<string> Patterns => [.. Paths.Select(p => "/" + string.Concat(p.Select(c => c is '*' or '?' or '[' or '\\' ? $"\\{c}" : c.ToString())))];
}
