using System.Text;
using System.Text.Json;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Journals;
using Holdfast.Recovery.Evidence;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>What the bytes of a record out of a repository must be, so that it may become a file here.</summary>
internal static class RecordText
{
    private const int LongestLine = 64 * 1024;
    private const int LongestName = 256;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The whole lines of a journal, and how it began.</summary>
    /// <exception cref="RecordRefusedException">It is not the journal of that run.</exception>
    public static (byte[] Whole, RunBegan Began) JournalOf(string run, byte[] bytes) => Judge(() =>
    {
        var text = JournalText.Read(bytes);
        if (text.Events is not [RunBegan began, ..])
        {
            throw new RecordRefusedException("it does not begin as a run does");
        }

        if (began.Run != run)
        {
            throw new RecordRefusedException("it is the journal of another run");
        }

        if (began.Organization is null || began.Scenario is null || began.PlanHash is null || began.PlanFolder is null
            || began.Systems.IsDefault || began.Repositories.IsDefault || began.Points.IsDefault || began.Expected.IsDefault || began.NotExercised.IsDefault
            || !Path.IsPathFullyQualified(began.PlanFolder))
        {
            throw new RecordRefusedException("its beginning lacks what a run's beginning says");
        }

        // What reads journals later must not be stopped by this one.
        _ = RunSummary.Of(text.Events);
        _ = StepDuration.In(text.Events);
        _ = Trial.In(text.Events);
        return (bytes[..(int)text.WholeBytes], began);
    });

    /// <exception cref="RecordRefusedException">It is not whole, or not sealed.</exception>
    public static void Evidence(byte[] bytes) => Judge(() =>
        EvidenceCheck.Of(bytes) is { Fault: { } fault } ? throw new RecordRefusedException(fault) : true);

    /// <summary>The lines that are protection records, as they were written, and how many others there are.</summary>
    public static (string[] Good, int Bad) ProtectionOf(byte[] bytes) => Lines(bytes, static line =>
        JsonSerializer.Deserialize(line, RecordJson.Default.ProtectionRecord) is { } record
        && IsName(record.System) && IsName(record.Repository) && (record.Snapshot is null || IsDigest(record.Snapshot))
        && record is { Bytes: >= 0, Added: >= 0 });

    /// <summary>What a line says that is a protection record.</summary>
    public static ProtectionRecord RecordIn(string line) => JsonSerializer.Deserialize(line, RecordJson.Default.ProtectionRecord)!;

    /// <summary>The same of what is known about codes.</summary>
    public static (string[] Good, int Bad) CodesOf(byte[] bytes) => Lines(bytes, static line =>
        JsonSerializer.Deserialize(line, CodeJson.Default.CodeRecord) switch
        {
            CodesIssued issued => IsName(issued.Person) && !issued.Codes.IsDefault
                && issued.Codes.All(c => c is not null && IsName(c.Id) && IsName(c.Salt) && IsDigest(c.Seal)),
            CodeSpent spent => IsName(spent.Code) && IsName(spent.Run) && IsName(spent.Word),
            _ => false,
        });

    /// <summary>Whether a line that is such a record says which codes there are, and not that one was used.</summary>
    public static bool IsListOfCodes(string line) => JsonSerializer.Deserialize(line, CodeJson.Default.CodeRecord) is CodesIssued;

    private static (string[] Good, int Bad) Lines(byte[] bytes, Func<string, bool> isGood)
    {
        var lines = Judge(() => Strict.GetString(bytes)).Split('\n').Where(line => line.Length > 0).ToArray();
        var good = lines.Where(line => line.Length <= LongestLine && Reads(line, isGood)).ToArray();
        return (good, lines.Length - good.Length);
    }

    private static bool Reads(string line, Func<string, bool> isGood)
    {
        try
        {
            return Judge(() => isGood(line));
        }
        catch (RecordRefusedException)
        {
            return false;
        }
    }

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c));

    private static bool IsDigest(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    private static T Judge<T>(Func<T> judge)
    {
        try
        {
            return judge();
        }
        catch (JournalDamagedException e)
        {
            throw new RecordRefusedException(e.Message);
        }
        catch (Exception e) when (e is not RecordRefusedException) // Whatever hostile bytes do to what reads them, they cost only themselves.
        {
            throw new RecordRefusedException($"it cannot be understood: {e.Message}");
        }
    }
}
