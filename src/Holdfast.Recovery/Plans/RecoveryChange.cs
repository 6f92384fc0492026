using System.Text.Json;

namespace Holdfast.Recovery.Plans;

/// <summary>What in today's plan is another recovery of a system than an earlier plan had: what it does, of what, where, and after what.</summary>
/// <remarks>Times and words (<c>takes</c>, <c>timeout</c>, <c>retries</c>, names of steps alone) change no recovery: a drill showed it all the same.</remarks>
internal sealed class RecoveryChange(Plan now)
{
    /// <returns>In words; empty where a drill by the earlier plan shows what today's plan does.</returns>
    public IReadOnlyList<string> Since(Plan then, ProtectedSystem system)
    {
        if (ReferenceEquals(then, now))
        {
            return [];
        }

        var index = PlanIndex.Of(then);
        return index.FindSystem(system.Name) is not { } before
            ? ["the system itself"]
            : [.. Differences(index, before, system).OfType<string>()];
    }

    /// <returns>For each part of a recovery: what differs in it, or null.</returns>
    private string?[] Differences(PlanIndex then, ProtectedSystem before, ProtectedSystem system) =>
    [
        OtherStep(before, system),
        before.Needs.ToHashSet().SetEquals(system.Needs) ? null : "what it needs",
        before.RecoversOn == system.RecoversOn ? OtherPlaces(then, system.RecoversOn) : "the host that it recovers on",
        Text(before.Protection?.Data) == Text(system.Protection?.Data) ? null : "what is protected",
    ];

    private string? OtherPlaces(PlanIndex then, string? host) => host is null || Same(then.Host(host), now.HostNamed(host)) ? null : $"the places of host {host}";

    private static bool Same(Host before, Host after) => Text(before.Settings) == Text(after.Settings) && Text(before.Drill) == Text(after.Drill) && before.Ssh == after.Ssh;

    /// <summary>The first step that is another one; where the earlier plan only had more of them, the first of those.</summary>
    private static string? OtherStep(ProtectedSystem before, ProtectedSystem system)
    {
        var first = before.Recover.Zip(system.Recover).TakeWhile(pair => Text(pair.First) == Text(pair.Second)).Count();
        return first < system.Recover.Length ? $"step {system.Recover[first].Name}"
            : first < before.Recover.Length ? $"step {before.Recover[first].Name}, which is gone"
            : null;
    }

    private static string Text(RecoveryStep step) => $"{Text(step.Action)} {Text(step.InADrill)} {step.OnFailure}";

    private static string Text(ProtectedData? data) => data is null ? "" : JsonSerializer.Serialize(data, RecoveryJson.Default.ProtectedData);

    /// <summary>All that a value says. Records compare lists by where they are, not by what is in them, so they are compared as they would be written.</summary>
    private static string Text(object? value) => value is null ? "" : $"{value.GetType().Name} {JsonSerializer.Serialize(value, value.GetType(), RecoveryJson.Default)}";
}
