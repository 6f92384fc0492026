using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Demo;

/// <summary>A demo that was left running, for tests to look into; ended and removed afterwards.</summary>
public sealed class KeptDemo : IAsyncLifetime
{
    private readonly TemporaryFolder _kept = new();

    internal string Business { get; private set; } = "";

    internal JsonElement Told { get; private set; }

    internal string Vault => Path.Combine(Business, "colo", "vault");

    internal string VaultKey => Path.Combine(Business, "kit", "vault.key");

    public async ValueTask InitializeAsync()
    {
        var demo = await Built.RunAsync("demo", "--keep", "--json", "--folder", _kept.Path);
        Assert.True(demo.ExitCode == 0, demo.ToString());
        Told = JsonDocument.Parse(demo.Output).RootElement;
        Business = JsonDocument.Parse(await File.ReadAllTextAsync(_kept["running.json"])).RootElement.GetProperty("business").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        var stop = await Built.RunAsync("demo", "--stop", "--folder", _kept.Path);
        Assert.True(stop.ExitCode == 0, stop.ToString());
        Assert.False(Directory.Exists(Business));
        Assert.Empty(ProcessTable.Mentioning(Business));
        _kept.Dispose();
    }
}
