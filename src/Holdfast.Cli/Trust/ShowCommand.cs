using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Recovery.Trust;

namespace Holdfast.Cli.Trust;

/// <summary><c>holdfast trust show</c>: which key this machine trusts, who may sign, which machines are known, and what is signed.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var command = new Command("show", "Which key this machine trusts, who may sign, and what is signed.");
        var options = new TrustOptions().AddTo(command, signs: true);
        command.SetAction(parsed =>
        {
            var memory = new TrustMemory(options.StateOf(parsed));
            var screen = options.ScreenOf(parsed);
            var authority = memory.Read();
            var plan = options.PlanOf(parsed);
            using var key = SigningKey.Find(memory, plan);
            if (screen.Json)
            {
                WriteJson(authority, plan?.Hash, key);
            }
            else if (authority is not { HasBegun: true })
            {
                screen.Line($"This machine trusts no signing key, so plans are used as before signatures: whoever has a repository's key can put one there, and it is asked about.");
                screen.Line(key is null
                    ? "\"holdfast trust init\" makes a key."
                    : $"A key is at {key.File}, {key.Fingerprint}: the next \"holdfast protect\" signs by it, and so does \"holdfast trust init\".");
            }
            else
            {
                Show(screen, authority, plan is null ? null : PlanStanding.Of(authority, plan, wherever: true), key);
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static void Show(Screen screen, Authority authority, PlanStanding? standing, SigningKey? key)
    {
        screen.Line($"{authority.Organization}: the key that leads is {authority.Lead}. Hold it against the printed kit.");
        screen.Table(
            ["may sign", "fingerprint", ""],
            authority.Holders.Select((h, i) => (IReadOnlyList<string>)[h.Name, Authority.FingerprintOf(h).ToString(), i == 0 ? "leads: names the others" : ""]));
        screen.Table(["machine", "speaks for", "key"], authority.Machines.Select(m => (IReadOnlyList<string>)[m.Name, string.Join(", ", m.Hosts), m.Key[..16]]));
        screen.Line(authority.Plan is { } signed ? $"Newest signed plan: number {signed.Seq}, of {signed.At.UtcDateTime:yyyy-MM-dd HH:mm}Z, in {signed.File}; SHA-256 of it and its folder: {PlanFingerprint.Of(signed)}." : "No plan is signed yet.");
        if (standing is not null)
        {
            screen.Line(standing.Says());
        }

        screen.Line(key is null
            ? "The signing key is not at hand on this machine."
            : $"The signing key is at hand, at {key.File}: whoever takes this machine can sign. A medium that is not connected, or another machine, is safer (docs/security-model.md).");
    }

    private static void WriteJson(Authority? authority, string? hash, SigningKey? key) => Screen.WriteJson(new JsonObject
    {
        { "trusted", authority?.Anchor.ToString() },
        { "organization", authority?.Organization },
        { "lead", authority?.Lead.ToString() },
        { "holders", authority?.Holders.Select(h => new JsonObject { { "name", h.Name }, { "fingerprint", Authority.FingerprintOf(h).ToString() } }) },
        { "machines", authority?.Machines.Select(m => new JsonObject { { "name", m.Name }, { "key", m.Key }, { "hosts", m.Hosts } }) },
        { "plan", authority?.Plan is { } plan ? new JsonObject { { "number", plan.Seq }, { "at", plan.At }, { "hash", plan.Hash }, { "file", plan.File }, { "fingerprint", PlanFingerprint.Of(plan) } } : null },
        { "signed", hash is null ? (bool?)null : authority?.Plan?.Hash == hash },
        { "signingKey", key?.File },
    });
}
