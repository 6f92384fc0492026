using System.Text.Json;
using HarborDental.CommandLine;

namespace HarborDental.Office;

/// <summary>Where the parts of a furnished business stand, and the marker that says that we made it.</summary>
internal sealed class Business(string folder)
{
    public string Folder { get; } = folder;

    /// <summary>The primary site: all of it burns.</summary>
    public string Office => Path.Combine(Folder, "office");

    public string App => Path.Combine(Office, "app");

    public string Records => Path.Combine(Office, "data", "records.db");

    public string Cluster => Path.Combine(Office, "cluster");

    public string Documents => Path.Combine(Office, "documents");

    public string Plan => Path.Combine(Office, "holdfast.yaml");

    /// <summary>Who runs, and what they said.</summary>
    public string Run => Path.Combine(Office, "run");

    /// <summary>The recovery site.</summary>
    public string Colo => Path.Combine(Folder, "colo");

    /// <summary>The safe at another address.</summary>
    public string Kit => Path.Combine(Folder, "kit");

    public string DatabasePassword => Path.Combine(Kit, "database.password");

    private string MarkerFile => Path.Combine(Folder, "harbor-dental");

    public void Mark(BusinessMarker marker) =>
        File.WriteAllText(MarkerFile, JsonSerializer.Serialize(marker, JsonSerializerOptions.Web) + "\n");

    /// <exception cref="SampleException">The folder is no business of ours: nothing in it may be started or burned.</exception>
    public BusinessMarker Marker()
    {
        try
        {
            return JsonSerializer.Deserialize<BusinessMarker>(File.ReadAllText(MarkerFile), JsonSerializerOptions.Web)!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SampleException(
                $"{Folder} is not a business that \"harbor-dental furnish\" made: its marker file harbor-dental is missing or unreadable",
                "name the folder that was given to furnish; nothing was touched.", e);
        }
    }
}

/// <param name="BookingPort">Where the office's booking application listens.</param>
/// <param name="Postgres">Null for SQLite.</param>
internal sealed record BusinessMarker(int Seed, int BookingPort, PostgresMarker? Postgres);

/// <param name="Programs">The folder of PostgreSQL's programs.</param>
/// <param name="User">The operating system's user that the cluster belongs to; null: whoever runs this.</param>
internal sealed record PostgresMarker(string Programs, int Port, string? User);
