using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Puts processes, systems and repositories into boxes.</summary>
/// <param name="loss">Null: nothing is lost.</param>
/// <param name="compact">Whether boxes say their names and objectives alone.</param>
public sealed class Cards(Plan plan, Loss? loss, bool compact)
{
    private readonly Dictionary<string, int> _tiers = plan.Tiers.Index().ToDictionary(t => t.Item.Name, t => t.Index + 1);
    private readonly HashSet<string> _lost = [.. loss?.Systems.Select(s => s.Name) ?? []];
    private readonly Waiting _waiting = new(plan, loss?.Systems.Select(s => s.Name).ToHashSet() ?? []);
    private readonly HashSet<string> _surviving = [.. loss?.Repositories.Select(r => r.Name) ?? []];
    private readonly ILookup<string, string> _heldBy = plan.Systems
        .SelectMany(s => (s.Protection?.To ?? []).Select(to => (to, s.Name))).ToLookup(c => c.to, c => c.Name);

    public Card Of(ProtectedSystem system)
    {
        var mark = MarkOf(system);
        var copies = system.Protection is { } protection ? $"copies: {string.Join(", ", protection.To)}" : system.HoldsNoData is null ? "NOTHING IS PROTECTED" : "no data to protect";
        var reason = loss?.Unrecoverable.GetValueOrDefault(system.Name);
        var fate = FateOf(system, mark);
        return new()
        {
            Kind = CardKind.System,
            Name = system.Name,
            Tier = TierOf(system),
            Mark = mark,
            Lines = compact ? [loss is null ? Objectives(system) : fate]
                : mark switch
                {
                    Mark.Lost => [Objectives(system), "LOST; comes back on", system.RecoversOn!],
                    Mark.LostForGood => [Objectives(system), reason!, fate],
                    Mark.StandsStill => [Objectives(system), "STANDS STILL; waits for", _waiting.For(system.Needs)!],
                    _ => [Objectives(system), copies, fate],
                },
            Title = string.Join("\n",
            [
                $"System {system.Name}" + (system.Tier is { } tier ? $", {tier}" : ""),
                Objectives(system),
                $"runs on {system.RunsOn}, " + (system.RecoversOn is { } place ? $"recovers on {place}" : "has nowhere to recover"),
                copies + (system.Protection is { } how ? $", {how.Often(Spoken.Exactly)}" : system.HoldsNoData is { } why ? $": {why}" : ""),
                system.Needs.IsEmpty ? "needs no other system" : $"needs {string.Join(", ", system.Needs)}",
                .. loss is null ? ImmutableArray<string>.Empty : [reason is null ? fate : $"{fate}: {reason}"],
            ]),
        };
    }

    public Card Of(Recovery.Plans.Business.BusinessProcess process)
    {
        var gone = _waiting.StandStill(process.Needs).ToArray();
        var limit = process.Mtpd is { } mtpd ? $"down at most {Spoken.Exactly(mtpd)}" : process.Rto is { } rto ? $"back within {Spoken.Exactly(rto)}" : "no limit is set";
        var line = loss is null ? limit : gone switch { [] => "goes on", [var one] => $"STOPS: {one}", _ => $"STOPS: {gone.Length} of its systems" };
        return new()
        {
            Kind = CardKind.Process,
            Name = process.Name,
            Lines = [line],
            Mark = gone.Length == 0 ? Mark.None : Mark.StandsStill,
            Title = $"Process {process.Name}\n{limit}\n"
                + (process.Needs.IsEmpty ? "needs no system" : $"needs {string.Join(", ", process.Needs)}")
                + (process.Workaround is { } meanwhile ? $"\nmeanwhile: {meanwhile.Do}" : "")
                + (loss is null ? "" : gone.Length == 0 ? "\ngoes on" : $"\nSTOPS: {string.Join(", ", gone)}"),
        };
    }

    public Card Of(RepositoryPlace repository)
    {
        var held = _heldBy[repository.Name].ToArray();
        var lost = loss is not null && !_surviving.Contains(repository.Name);
        var traits = string.Join(", ", new[] { Words.Of(repository.Medium), repository.Immutable is null ? null : "immutable", repository.Offline ? "offline" : null }.OfType<string>());
        return new()
        {
            Kind = CardKind.Repository,
            Name = repository.Name,
            Lines = [lost ? $"LOST, with copies of {held.Length}" : $"copies of {Count(held.Length, "system")}", .. compact || lost ? ImmutableArray<string>.Empty : [traits]],
            Mark = lost ? Mark.Lost : Mark.None,
            Title = $"Repository {repository.Name}\nat {repository.At}{(repository.On is { } host ? $", on {host}" : "")}\n{traits}\n"
                + (held.Length == 0 ? "holds nothing" : $"holds {string.Join(", ", held)}") + (lost ? "\nLOST" : ""),
        };
    }

    public int? TierOf(ProtectedSystem system) => system.Tier is { } tier ? _tiers[tier] : null;

    public static string Count(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";

    private Mark MarkOf(ProtectedSystem system) =>
        loss is null ? Mark.None
        : loss.Unrecoverable.ContainsKey(system.Name) ? Mark.LostForGood
        : _lost.Contains(system.Name) ? Mark.Lost
        : _waiting.For(system.Needs) is not null ? Mark.StandsStill
        : Mark.None;

    private string FateOf(ProtectedSystem system, Mark mark) => mark switch
    {
        Mark.LostForGood => "LOST FOR GOOD",
        Mark.Lost => $"LOST; comes back on {system.RecoversOn}",
        Mark.StandsStill => $"STANDS STILL; waits for {_waiting.For(system.Needs)}",
        _ when loss is not null => "goes on",
        _ => system.RecoversOn is { } place ? $"recovers on {place}" : "RECOVERS NOWHERE",
    };

    private static string Objectives(ProtectedSystem system) => $"RTO {Spoken.Exactly(system.Rto.Value)} · RPO {Spoken.Exactly(system.Rpo.Value)}";
}
