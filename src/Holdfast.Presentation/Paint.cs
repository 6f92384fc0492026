using System.Security.Cryptography;
using Holdfast.Recovery.Readiness;

namespace Holdfast.Presentation;

/// <summary>Colours on a terminal, for those who can see them; what they say is always said in words, too.</summary>
public static class Paint
{
    private static readonly bool Colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>What begins a colour of ours until a line is shown: nobody else's text can hold it, so no colour in that is taken for ours.</summary>
    private static readonly string Mark = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private static readonly string[] Codes = ["0", "1", "31", "32", "33"];

    public static string Of(Verdict verdict, string text) => Marked(verdict switch { Verdict.Good => "32", Verdict.NotProven => "33", _ => "31" }, text, Colours);

    public static string Bold(string text) => Marked("1", text, Colours);

    /// <summary>A line on standard error, shown.</summary>
    public static string Red(string text) => Console.IsErrorRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        ? TerminalText.Shown(text)
        : $"\e[31m{TerminalText.Shown(text)}\e[0m";

    /// <summary>A line in which nothing but our colours is obeyed by a terminal, whoever wrote parts of it.</summary>
    public static string Keep(string text) => string.Concat(text.Split(Mark).Select((part, i) =>
        i > 0 && Array.Find(Codes, code => part.StartsWith(code + "m", StringComparison.Ordinal)) is { } code
            ? $"\e[{code}m{TerminalText.Shown(part[(code.Length + 1)..])}"
            : TerminalText.Shown(part)));

    internal static string Marked(string code, string text, bool colours) => colours ? $"{Mark}{code}m{text}{Mark}0m" : text;

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Good => "good",
        Verdict.NotProven => "NOT PROVEN",
        _ => "NOT GOOD ENOUGH",
    };
}
