using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>What a drill proves: only what fails when nothing is there, and what it finds without production.</summary>
public sealed class DrillProofTests : IDisposable
{
    private const string LettersCheck = "- check: { files: letters, at least: 2 }\n        timeout: 1 second";

    private readonly SmallBusiness _business = new();

    [Theory]
    [InlineData("[ls, \"{folder}\"]")]
    [InlineData("[test, -d, \"{folder}\"]")]
    [InlineData("[test, -e, /etc/passwd]")]
    [InlineData("\"test -s letters/a.txt || true\"")]
    [InlineData("[echo, fine]")]
    public async Task A_check_that_passes_with_nothing_there_is_told_and_its_system_is_not_proven(string command)
    {
        _business.Replan(LettersCheck, $"- check: {{ run: {command} }}");
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 5, drill.ToString());
        Assert.Matches("letters .* NOT PROVEN", drill.Output);
        Assert.Matches("orders .* within target", drill.Output);
        Assert.Matches("the business .* NOT PROVEN", drill.Output);
        Assert.Contains("letters/check 1 PASSES WITH NOTHING THERE", drill.Output, StringComparison.Ordinal);
        Assert.Contains("letters/check 1: the check passed before anything was brought back", drill.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("orders/check 1: the check passed", drill.Output, StringComparison.Ordinal);
        var status = await _business.InOfficeAsync("status");
        Assert.NotEqual(0, status.ExitCode);
        Assert.Matches("letters.*(pass with nothing there|proved nothing)", status.Output);
    }

    [Fact]
    public async Task A_check_that_needs_what_was_restored_proves_it_and_nothing_of_the_control_stays()
    {
        _business.Replan(LettersCheck, "- check: { run: \"grep -q Dear letters/a.txt && echo asked >>../asked\" }");
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        Assert.DoesNotContain("PASSES WITH NOTHING THERE", drill.Output, StringComparison.Ordinal);
        Assert.Equal("asked\n", _business.Read("colo/asked"));
        Assert.DoesNotContain("nothing there", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[curl, -sf, \"http://127.0.0.1:PORT/\"]")]
    [InlineData("[wget, -qO-, \"http://localhost:PORT/\"]")]
    [InlineData("\"curl -sf http://127.0.0.1:PORT/ | grep -q open\"")]
    [InlineData("[bash, -c, \"exec 3<>/dev/tcp/127.0.0.1/$(cat letters/port); grep -q open <&3\"]")]
    public async Task A_program_that_asks_another_server_than_the_runs_does_not_count(string command)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = AnswerAsync(other);
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        _business.Write("office/letters/port", port);
        _business.Replan(LettersCheck, $"- check: {{ run: {command.Replace("PORT", port, StringComparison.Ordinal)} }}\n        timeout: 2 seconds");
        await _business.ProtectAsync();
        var failover = await _business.FailoverAsync();
        other.Stop();
        await answering;

        // Where the words name the port, it is known. What a program found by itself is known where it was seen; else only a drill could prove it.
        if (!command.Contains("PORT", StringComparison.Ordinal) && failover.ExitCode == 5)
        {
            Assert.Contains("NOT PROVEN: no check has shown that letters answers", failover.Output, StringComparison.Ordinal);
            Assert.Matches("letters.*proved nothing", (await Built.RunAsync(["status", .. _business.FromVault])).Output);
            return;
        }

        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.Contains("letters/check 1 FAILED: ", failover.Output, StringComparison.Ordinal);
        Assert.Contains("gave it, which this run did not start", failover.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cd ../../office && rm letters/a.txt")]
    [InlineData("p=../../office; cat $p/letters/a.txt")]
    [InlineData("rm -r ../vault/config")]
    [InlineData("cat ../../state/evidence.key ../../kit/nas.key && false || test -s ../../kit/nas.key")]
    public async Task A_path_that_a_command_makes_up_does_not_lead_a_drill_to_production(string line)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "a mount namespace takes root");
        _business.Replan("- run: \"true\"", $"- run: [sh, -c, \"{line}\"]");
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 3, drill.ToString());
        Assert.Contains("letters/run 1 FAILED", drill.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no wall", drill.Output, StringComparison.Ordinal);
        Assert.Equal("Dear A", _business.Read("office/letters/a.txt"));
        Assert.True(File.Exists(_business["colo/vault/config"]));
    }

    [Fact]
    public async Task What_acts_outside_of_the_drill_is_listed()
    {
        _business.Replan("- run: \"true\"", "- run: \"if [ -n \\\"$NEVER\\\" ]; then docker compose up -d; fi\"");
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        Assert.Contains("letters/run 1: runs docker, which acts outside of the drill's folder", drill.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private static async Task AnswerAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System); // As long as a server thinks.
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nopen"u8.ToArray());
                client.Client.Shutdown(SocketShutdown.Send);
                _ = await stream.ReadAsync(new byte[4096]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
