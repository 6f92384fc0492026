using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli;

/// <summary>What most commands work with: the plan that counts, what is remembered, and the way to the hosts.</summary>
internal sealed record Session(PlanInForce Plan, IRunStore State, IAgentLink Link, TimeProvider Clock, Screen Screen, KeyFinder Keys, PlanTrust Trust)
{
    public PlanContext Context => new(Plan, State, Link, Keys, Clock) { ToProtectAgain = ToProtectAgain };

    /// <summary>The options that name the plan and the state folder as they were named here, each a word of a shell.</summary>
    public required TypedOptions Typed { get; init; }

    /// <summary>The same options as words, for another process of this program that is to work with the same.</summary>
    public required ImmutableArray<string> ToAskAnew { get; init; }

    /// <summary>What to type after a failover so that what it brought back is protected where it runs now.</summary>
    public ImmutableArray<string> ToProtectAgain => Typed.ToProtectAgain;

    public Questions Questions => Questions.Of(State, Plan.Plan.Organization, Plan.Plan);

    /// <summary>Before a plan that nobody here brought or knows is used, what is used of it is shown and asked about.</summary>
    /// <param name="verb">What would be begun.</param>
    /// <exception cref="RunRefusedException">Nobody said yes.</exception>
    public void AgreeToUse(string verb, PlanUse use)
    {
        if (!Trust.IsOurs)
        {
            WhatRuns.ShowUse(Screen, Plan, use);
        }

        Trust.AgreeToCopies(verb);
    }

    /// <summary>Before anything is touched: single documents are put back on the machine where it is said.</summary>
    /// <exception cref="RunRefusedException">One of the hosts is another machine.</exception>
    public void RefuseRemote(IEnumerable<string?> hosts)
    {
        if (hosts.OfType<string>().Select(Plan.Plan.HostNamed).FirstOrDefault(h => h.Ssh is not null) is { } remote)
        {
            throw new RunRefusedException(
                $"Host {remote.Name} is another machine ({remote.Ssh}), and documents are put back only on this one; nothing was touched.",
                "Say --to FOLDER to have them here, or work on that host itself.");
        }
    }

    /// <summary>The scenario, or the single loss, that was asked for; when none is, the plan's only scenario.</summary>
    public Loss LossOf(string? scenario)
    {
        var scenarios = Plan.Plan.Scenarios;
        var names = string.Join(", ", scenarios.Select(s => $"\"{s.Name}\""));
        if (scenario is null && scenarios.Length != 1)
        {
            throw new UsageException(
                scenarios.IsEmpty ? "The plan has no scenario." : "The plan has several scenarios; say which.",
                scenarios.IsEmpty ? "Add one under scenarios: in the plan." : $"--scenario with one of {names}.");
        }

        return scenario is null ? Loss.Of(Plan.Plan, scenarios[0]) : ForeseenLoss.Of(Plan.Plan, scenario);
    }
}
