using System.Text.RegularExpressions;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>The names that records out of a repository may have: they become names of files here.</summary>
internal static partial class RecordNames
{
    /// <summary>Such as <c>20260301T021300Z-failover</c>.</summary>
    public static bool IsRun(string name) => Run().IsMatch(name);

    /// <summary>Such as <c>20260301T021300Z-failover-2.jsonl</c>.</summary>
    public static bool IsEvidence(string name) => Evidence().IsMatch(name);

    /// <summary>The name of a state folder.</summary>
    public static bool IsState(string name) => State().IsMatch(name);

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z_-]{0,63}\z")]
    private static partial Regex Run();

    [GeneratedRegex(@"\A[0-9A-Za-z][0-9A-Za-z_-]{0,79}\.jsonl\z")]
    private static partial Regex Evidence();

    [GeneratedRegex(@"\A[0-9a-f]{16}\z")]
    private static partial Regex State();
}
