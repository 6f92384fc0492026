using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Xunit;

namespace Holdfast.Tests.Samples;

/// <summary>The booking application, really running at a free port.</summary>
internal sealed class ServedApplication : IAsyncDisposable
{
    private readonly Process process;

    private ServedApplication(Process process, int port)
    {
        this.process = process;
        Url = $"http://127.0.0.1:{port}";
        Http = new() { BaseAddress = new Uri(Url) };
    }

    public string Url { get; }

    public HttpClient Http { get; }

    public static async Task<ServedApplication> Start(string records, string documents)
    {
        var port = FreePort();
        var process = HarborDentalProgram.Start(
            HarborDentalProgram.Path, "serve", "--database", $"sqlite:{records}", "--documents", documents,
            "--port", port.ToString(CultureInfo.InvariantCulture));
        var served = new ServedApplication(process, port);
        try
        {
            Assert.Equal($"Harbor Dental takes bookings at http://127.0.0.1:{port}", await process.StandardOutput.ReadLineAsync());
            return served;
        }
        catch // Whatever it was, no one else would end what was started.
        {
            await served.DisposeAsync();
            throw;
        }
    }

    /// <summary>A free slot far enough ahead to stay in the future while the test runs.</summary>
    public async Task<(int Practitioner, string StartsAt)> FreeSlot(int which = 0)
    {
        var from = TimeProvider.System.GetUtcNow().AddDays(60).ToString("O", CultureInfo.InvariantCulture);
        var slots = (await Http.GetFromJsonAsync<JsonNode>($"/api/slots?from={Uri.EscapeDataString(from)}"))!["slots"]!.AsArray();
        var slot = slots[which]!;
        return ((int)slot["practitioner"]!, (string)slot["startsAt"]!);
    }

    public Task<HttpResponseMessage> Book(
        Guid id, (int Practitioner, string StartsAt) slot, int patient = 7, string reason = "Check-up") =>
        Http.PostAsJsonAsync("/api/bookings", new { id, patient, slot.Practitioner, slot.StartsAt, reason });

    public async Task<int> Bookings() => (await Http.GetFromJsonAsync<JsonNode>("/api/bookings"))!["bookings"]!.AsArray().Count;

    public void Kill() => process.Kill();

    /// <summary>Asks it to end, as an operating system does that shuts down.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -s TERM {process.Id}"]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
