using System.Text.Json;
using Holdfast.Presentation;
using Holdfast.Restic.Backends;

namespace Holdfast.Cli.Demo;

/// <summary>The folders of a demo: one that is kept, and one in which the business lives and dies.</summary>
/// <param name="kept">Absolute: the report, the evidence, and the note of what runs.</param>
internal sealed class DemoPlace(string kept)
{
    private const string Prefix = "holdfast-demo-";

    private readonly string _note = Path.Combine(kept, "running.json");

    public string Kept { get; } = kept;

    /// <summary>What a demo has under way here; null: nothing.</summary>
    /// <exception cref="UsageException">The note cannot be understood, or names a folder that no demo made.</exception>
    public DemoUnderWay? UnderWay => File.Exists(_note) ? Read() : null;

    /// <summary>Makes the business's folder, and notes it before anything is put there.</summary>
    /// <exception cref="UsageException">A demo is under way here already.</exception>
    public DemoUnderWay Begin()
    {
        if (UnderWay is { } other)
        {
            throw new UsageException($"A demo is under way in {other.Business}.", $"End it with \"holdfast demo --stop --folder {Kept}\".");
        }

        Directory.CreateDirectory(Kept);
        // Among the temporary files, not beside the report: the database server's own user must be able to come here.
        var business = Directory.CreateTempSubdirectory(Prefix).FullName;
        File.SetUnixFileMode(business, File.GetUnixFileMode(business) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return Note(new(business, []));
    }

    public DemoUnderWay Note(DemoUnderWay underWay)
    {
        Durable.WriteWhole(_note, JsonSerializer.SerializeToUtf8Bytes(underWay, DemoJson.Default.DemoUnderWay));
        return underWay;
    }

    public void End() => File.Delete(_note);

    /// <summary>What the note names is going to be removed, so it must be a demo's.</summary>
    private DemoUnderWay Read()
    {
        try
        {
            var underWay = JsonSerializer.Deserialize(File.ReadAllBytes(_note), DemoJson.Default.DemoUnderWay);
            if (underWay is not null && Path.GetFileName(underWay.Business).StartsWith(Prefix, StringComparison.Ordinal))
            {
                return underWay;
            }
        }
        catch (JsonException)
        {
            // Said below, in words.
        }

        throw new UsageException($"{_note} does not say what a demo has under way.", "Look what it names, end and remove that by hand, and delete the note.");
    }
}

/// <summary>What a demo has under way.</summary>
/// <param name="Business">The folder with the whole sample business; the demo's own, removed at the end.</param>
/// <param name="Processes">Processes of the demo that are no services of the business: customers, the watch.</param>
internal sealed record DemoUnderWay(string Business, IReadOnlyList<ProcessMark> Processes)
{
    public string Office => Path.Combine(Business, "office");

    public string Plan => Path.Combine(Office, "holdfast.yaml");

    public string OfficeState => Path.Combine(Office, "state");

    public string Vault => Path.Combine(Business, "colo", "vault");

    public string VaultKey => "file:" + Path.Combine(Business, "kit", "vault.key");

    public string ColoState => Path.Combine(Business, "colo", "state");

    public string Acknowledged => Path.Combine(Business, "customers", "acknowledged.jsonl");
}
