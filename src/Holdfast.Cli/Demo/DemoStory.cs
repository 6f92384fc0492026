using System.Globalization;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Demo;

/// <summary>
/// One practice, one fire, one recovery. Nothing is staged: it drives the commands that a user has, each as a process of its own, and
/// judges by what the recovered application answers.
/// </summary>
internal sealed class DemoStory(DemoPlace place, bool postgres, bool keep, TimeProvider clock, Screen screen)
{
    private const string Scenario = "office fire";

    /// <summary>Long enough for several copies to be taken while customers book.</summary>
    private static readonly TimeSpan Business = TimeSpan.FromSeconds(12);

    private readonly ChildProgram _programs = new(screen);

    /// <returns>0 only if the business really operates again, within its targets.</returns>
    public async Task<int> TellAsync(CancellationToken cancellationToken)
    {
        var practice = new Practice();
        var underWay = place.Begin();
        var kept = false;
        try
        {
            var code = await TellAsync(practice, underWay, cancellationToken);
            kept = keep;
            return code;
        }
        catch (DemoFailedException)
        {
            kept = keep; // For whoever wants to see why.
            throw;
        }
        finally
        {
            if (kept)
            {
                screen.Line($"Left as it is in {underWay.Business}. \"holdfast demo --stop\" ends it.");
            }
            else
            {
                await Demolition.ClearAsync(place, place.UnderWay ?? underWay);
            }
        }
    }

    private async Task<int> TellAsync(Practice practice, DemoUnderWay underWay, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        screen.Heading("1. A practice opens");
        screen.Line(await practice.FurnishAsync(underWay.Business, postgres, cancellationToken));
        screen.Line(await practice.OpenAsync(underWay.Business, cancellationToken));
        var (plan, hash) = PlanInForce.FromFile(underWay.Plan) is var read ? (read.Plan, read.Fingerprint) : default;
        using var customers = practice.SendCustomers(UrlAt(plan, "office-server"), underWay.Acknowledged);
        underWay = place.Note(underWay with { Processes = [ProcessMark.Of(customers)] });
        screen.Line("Customers keep booking from here on.");

        screen.Heading("2. It is protected, into two repositories in two failure domains");
        string[] here = ["--plan", underWay.Plan, "--state", underWay.OfficeState];
        await MustAsync(["protect", .. here], cancellationToken);
        using var watch = _programs.StartHoldfast(["protect", "--watch", .. here]);
        underWay = place.Note(underWay with { Processes = [.. underWay.Processes, ProcessMark.Of(watch)] });
        await Task.Delay(Business, clock, cancellationToken);
        if (watch.HasExited)
        {
            throw new DemoFailedException($"protect --watch ended with {watch.ExitCode} while it should have gone on.");
        }

        screen.Heading("3. A drill, while production runs on, so that the prediction has evidence");
        await MustAsync(["drill", "--scenario", Scenario, .. here], cancellationToken);
        await _programs.HoldfastAsync(["predict", "--scenario", Scenario, .. here], cancellationToken);

        screen.Heading("4. The office burns");
        var fire = clock.GetUtcNow();
        ProcessMark.Of(watch).Kill();
        screen.Line(await practice.BurnAsync(underWay.Business, cancellationToken));
        ProcessMark.Of(customers).Kill();
        screen.Line($"At {fire:HH:mm:ss}Z: processes killed, data and the on-site repository deleted.");

        screen.Heading("5. Failover, from what is left: one repository and its key");
        var failover = await _programs.HoldfastAsync(
            [
                "failover", "--scenario", Scenario, "--from", underWay.Vault, "--key", underWay.VaultKey, "--state", underWay.ColoState,
                "--since", fire.ToString("O", CultureInfo.InvariantCulture), "--yes", "--trust-plan", hash,
            ],
            cancellationToken);
        var evidence = KeepEvidence(underWay)
            ?? throw new DemoFailedException($"The failover ended with {failover} and left no evidence.");
        await MustAsync(["evidence", "verify", evidence], cancellationToken);

        screen.Heading("6. Does it really operate? The customers' own list against the recovered application");
        var url = UrlAt(plan, "colo-server");
        var audit = await practice.AuditAsync(url, underWay.Acknowledged, cancellationToken);
        var report = new DemoReport(plan, ResultsIn(evidence), audit, fire, failover, evidence, url, clock.GetElapsedTime(began));
        report.Show(screen, keep);
        report.Write(Path.Combine(Path.GetDirectoryName(evidence)!, "report.json"));
        return report.ExitCode;
    }

    private async Task MustAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var code = await _programs.HoldfastAsync(arguments, cancellationToken);
        if (code != 0)
        {
            throw new DemoFailedException($"holdfast {arguments[0]} ended with {code}.");
        }
    }

    /// <summary>Copies the failover's evidence to where it stays.</summary>
    private string? KeepEvidence(DemoUnderWay underWay)
    {
        var state = StatePlaces.ToLookInto(underWay.ColoState);
        if (state.EvidenceNames().LastOrDefault(name => name.Contains("-failover", StringComparison.Ordinal)) is not { } evidence)
        {
            return null;
        }

        var folder = Directory.CreateDirectory(Path.Combine(place.Kept, Path.GetFileNameWithoutExtension(evidence))).FullName;
        var target = Path.Combine(folder, "evidence.jsonl");
        File.WriteAllBytes(target, state.ReadDocument(evidence)!);
        return target;
    }

    private static IReadOnlyList<SystemResult> ResultsIn(string evidence) =>
        [.. Execution.Evidence.SealedJournals.Verify(File.ReadAllBytes(evidence), null).Events.OfType<RunEnded>().Last().Results];

    private static string UrlAt(Plan plan, string host) =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{plan.HostNamed(host).Settings.Ports["booking"]}");
}
