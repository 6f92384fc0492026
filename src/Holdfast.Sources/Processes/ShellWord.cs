namespace Holdfast.Sources.Processes;

/// <summary>A word as a shell takes it, for commands that are shown.</summary>
public static class ShellWord
{
    public static string Of(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or ':' or '=' or '+' or ',')
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
