using System.Globalization;
using System.Security.Cryptography;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Journals;

/// <summary>
/// Names of runs: the date, so that they sort by time; what it is; and four signs by chance, so that two machines which begin in the same
/// second do not take each other's run for their own.
/// </summary>
public static class RunName
{
    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Chance = 4;

    public static string Of(RunKind kind, DateTimeOffset now) => Of(Word(kind), now);

    public static string Of(string word, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{word}-{RandomNumberGenerator.GetString(Signs, Chance)}");

    /// <summary>Whether it is the name of a run, or begins with one: as files are named that hold one.</summary>
    public static bool IsNamedForOne(string file) => file.Split('-') is [{ Length: 16 } at, var word, ..]
        && DateTimeOffset.TryParseExact(at, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
        && Enum.GetValues<RunKind>().Any(kind => word.Split('.')[0] == Word(kind));

    /// <summary>Names from before the signs by chance end with the word.</summary>
    public static bool IsFailover(string run) => run.Split('-') is [_, var word, ..] && word == Word(RunKind.Failover);

    public static string Word(RunKind kind) => kind.ToString().ToLowerInvariant();
}
