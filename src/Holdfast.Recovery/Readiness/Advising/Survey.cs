using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>What every scenario of the plan and every single loss does to every system: what there is to advise on.</summary>
internal sealed class Survey
{
    private readonly Dictionary<string, Threat> _worst = [];
    private readonly Dictionary<string, Dictionary<Scenario, string>> _fatal = [];

    private Survey()
    {
    }

    /// <summary>How long the worst that can happen to the system keeps it down; null: nothing takes it, or all that does takes it for good.</summary>
    public Threat? WorstOf(string system) => _worst.GetValueOrDefault(system);

    public IReadOnlyDictionary<Scenario, string> FatalTo(string system) => _fatal.GetValueOrDefault(system) ?? [];

    /// <summary>Declared scenarios with their P90; single losses as they typically go.</summary>
    public static Survey Of(Trials trials, CancellationToken cancellationToken)
    {
        var survey = new Survey();
        foreach (var scenario in trials.Basis.Plan.Scenarios)
        {
            survey.Add(trials, scenario, declared: true, cancellationToken);
        }

        foreach (var single in SingleLosses.Of(trials.Basis.Plan))
        {
            survey.Add(trials, single, declared: false, cancellationToken);
        }

        return survey;
    }

    private void Add(Trials trials, Scenario scenario, bool declared, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Loss.Of(trials.Basis.Index, scenario).Systems.IsEmpty)
        {
            return;
        }

        foreach (var (name, outcome) in trials.Of(null, scenario).Systems)
        {
            if (outcome.Unrecoverable is { } why)
            {
                (_fatal.TryGetValue(name, out var fatal) ? fatal : _fatal[name] = [])[scenario] = why;
            }
            else if (!_worst.TryGetValue(name, out var known) || new Threat(scenario, declared, outcome).Ratio > known.Ratio)
            {
                _worst[name] = new(scenario, declared, outcome);
            }
        }
    }
}
