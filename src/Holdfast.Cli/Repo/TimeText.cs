using System.Globalization;
using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>Times as restic's <c>find</c> takes them: a day, or a day and a time, with a zone or in this machine's.</summary>
internal static class TimeText
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm zzz", "yyyy-MM-dd HH:mm:ss zzz",
        "dd.MM.yyyy", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm zzz", "dd.MM.yyyy HH:mm:ss zzz",
        "ddd MMM d HH:mm:ss yyyy", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    /// <exception cref="UsageException">It is none of these.</exception>
    internal static DateTimeOffset Parse(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AllowInnerWhite, out var time)
            ? time
            : throw new UsageException($"unable to parse time: \"{text}\"", "write it like \"2026-01-31\" or \"2026-01-31 13:45:00\"");
}
