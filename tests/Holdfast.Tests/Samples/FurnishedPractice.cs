using System.Text.Json.Nodes;
using Xunit;

namespace Holdfast.Tests.Samples;

/// <summary>A small business in a temporary folder, which takes its processes and itself away at the end.</summary>
public sealed class FurnishedPractice : IAsyncDisposable
{
    private readonly DirectoryInfo place;

    private FurnishedPractice(DirectoryInfo place) => this.place = place;

    public string Folder => Path.Combine(place.FullName, "harbor");

    /// <summary>Beside the business: room for what customers keep.</summary>
    public string Beside(string name) => Path.Combine(place.FullName, name);

    public string Office => Path.Combine(Folder, "office");

    public string Records => Path.Combine(Office, "data", "records.db");

    public string Documents => Path.Combine(Office, "documents");

    /// <summary>What the application answers to at the office's port after <c>open</c>.</summary>
    public string Url => $"http://127.0.0.1:{Marker()["bookingPort"]}";

    public JsonNode Marker() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "harbor-dental")))!;

    public static async Task<FurnishedPractice> Make(params string[] options)
    {
        var place = Directory.CreateTempSubdirectory("harbor-dental-");
        // A database server that does not run as root must be able to enter.
        File.SetUnixFileMode(place.FullName, (UnixFileMode)0b111_101_101);
        var practice = new FurnishedPractice(place);
        var made = await HarborDentalProgram.Run(["furnish", practice.Folder, "--documents", "64", .. options]);
        Assert.True(made.ExitCode == 0, made.Error);
        return practice;
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Folder, "harbor-dental"))) await HarborDentalProgram.Run("burn", Folder);
        place.Delete(recursive: true);
    }
}
