using System.Text.RegularExpressions;
using Holdfast.Recovery.Readiness;

namespace Holdfast.Presentation;

/// <summary>Colours on a terminal, for those who can see them; what they say is always said in words, too.</summary>
public static partial class Paint
{
    private static readonly bool Colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static string Of(Verdict verdict, string text) => Colours ? $"\e[{(verdict switch { Verdict.Good => 32, Verdict.NotProven => 33, _ => 31 })}m{text}\e[0m" : text;

    public static string Bold(string text) => Colours ? $"\e[1m{text}\e[0m" : text;

    /// <summary>On standard error.</summary>
    public static string Red(string text) => Console.IsErrorRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? text : $"\e[31m{text}\e[0m";

    /// <summary>A line in which nothing but these colours is obeyed by a terminal, whoever wrote parts of it.</summary>
    public static string Keep(string text) => !Colours
        ? TerminalText.Shown(text)
        : string.Concat(Ours().Split(text).Select((part, i) => i % 2 == 0 ? TerminalText.Shown(part) : part));

    [GeneratedRegex("(\e\\[(?:0|1|31|32|33)m)")]
    private static partial Regex Ours();

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Good => "good",
        Verdict.NotProven => "NOT PROVEN",
        _ => "NOT GOOD ENOUGH",
    };
}
