namespace Holdfast.Sources.Processes;

/// <summary>How a program ended.</summary>
/// <param name="Output">The end of what it wrote to standard output, 64 Ki characters at most; <paramref name="Errors"/>: to standard error.</param>
public sealed record ProgramEnd(int ExitCode, bool TimedOut, string Output, string Errors)
{
    public bool IsGood => ExitCode == 0 && !TimedOut;

    /// <summary>What it said last, errors if there are any.</summary>
    public string LastLines(int count = 5) => Last(Errors.Trim().Length > 0 ? Errors : Output, count);

    public static string Last(string text, int count) =>
        string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(count));
}
