using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Sections;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Plans;

/// <summary>The plan that counts now: its bytes, what they mean, and where they come from.</summary>
/// <param name="Text">All of it as one text, byte for byte as it was read where it is one file.</param>
/// <param name="Places">Where its things stand in the text.</param>
/// <param name="Folder">Absolute: what its relative paths start from.</param>
/// <param name="Origin">For people: the file, or the repository and snapshot.</param>
/// <param name="Elsewhere">Repositories that are not where the plan says, by name.</param>
public sealed record PlanInForce(
    Plan Plan,
    PlanPlaces Places,
    ReadOnlyMemory<byte> Text,
    string Folder,
    string FileName,
    string Origin,
    ImmutableDictionary<string, RepositoryAddress> Elsewhere)
{
    /// <summary>SHA-256 of the text, hexadecimal: what it says, wherever it lies. Journals and signatures name it by this.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Text.Span));

    /// <summary>What a person trusts it by: the text and the folder, which together say what it does.</summary>
    public string Fingerprint => PlanFingerprint.Of(Hash, Folder);

    /// <param name="textOf">The text of a file that the plan includes; null where there is none, or where none can be reached.</param>
    /// <exception cref="PlanRejectedException">The text is no valid plan; every problem is in the exception.</exception>
    public static PlanInForce Of(ReadOnlyMemory<byte> text, string file, string origin, Func<string, string?>? textOf = null)
    {
        var read = Encoding.UTF8.GetString(text.Span);
        var reading = PlanReader.Read(read, origin, textOf);
        return new(
            reading.Plan ?? throw new PlanRejectedException(reading.Problems),
            reading.Places,
            reading.Text == read ? text : Encoding.UTF8.GetBytes(reading.Text),
            Path.GetDirectoryName(Path.GetFullPath(file))!,
            Path.GetFileName(file),
            origin,
            ImmutableDictionary<string, RepositoryAddress>.Empty);
    }

    /// <summary>Of each repository how the names of the key files begin that are tried first; a repository that is not in it has none.</summary>
    public ImmutableDictionary<string, string> KeyNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    public World Real() => new(Plan, Folder, drill: false, Elsewhere) { KeyNames = KeyNames };

    public World Drill() => new(Plan, Folder, drill: true, Elsewhere) { KeyNames = KeyNames };

    public static PlanInForce FromFile(string file) =>
        Of(File.ReadAllBytes(file), file, file, path => RegularFile.ReadText(path, LongestInclusion));

    /// <summary>In bytes.</summary>
    private const int LongestInclusion = 10_000_000;
}

/// <summary>A plan cannot be used as it stands.</summary>
public sealed class PlanRejectedException(IReadOnlyList<PlanProblem> problems) : FailureException(new(FailureCode.PlanRejected, "The plan cannot be used."))
{
    public IReadOnlyList<PlanProblem> Problems { get; } = problems;
}
