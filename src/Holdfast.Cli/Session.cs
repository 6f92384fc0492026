using System.CommandLine;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Stages;
using Holdfast.Stages.AgentLinks;
using Holdfast.Stages.Repositories;

namespace Holdfast.Cli;

/// <summary>What most commands work with: the plan that counts, what is remembered, and the way to the hosts.</summary>
internal sealed record Session(PlanInForce Plan, StateFolder State, IAgentLink Link, TimeProvider Clock, Screen Screen)
{
    /// <summary>The scenario asked for; when none is, the plan's only one.</summary>
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

        return Loss.Of(
            Plan.Plan,
            scenario is null
                ? scenarios[0]
                : scenarios.FirstOrDefault(s => s.Name == scenario) ?? throw new UsageException($"The plan has no scenario \"{scenario}\".", $"It has {names}."));
    }
}

/// <summary>The options that say which plan counts, and how it is found.</summary>
internal sealed class SessionOptions
{
    private const string DefaultPlan = "holdfast.yaml";

    private readonly Option<string?> _plan = new("--plan") { Description = $"The plan's file. Default: {DefaultPlan} in this folder.", HelpName = "FILE" };
    private readonly Option<string?> _from = new("--from") { Description = "A repository to take the plan and everything remembered from.", HelpName = "REPOSITORY" };
    private readonly Option<string?> _key = new("--key") { Description = "Where the key of --from is: env:NAME, file:PATH or command:...", HelpName = "REFERENCE" };
    private readonly Option<string?> _state = new("--state") { Description = "Folder of journals and evidence on this machine.", HelpName = "FOLDER" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object on standard output, nothing else." };

    public SessionOptions AddTo(Command command)
    {
        foreach (var option in new Option[] { _plan, _from, _key, _state, _json })
        {
            command.Options.Add(option);
        }

        return this;
    }

    public Screen ScreenOf(ParseResult parsed) => new(parsed.GetValue(_json));

    /// <exception cref="PlanRejectedException">The plan has mistakes.</exception>
    public async Task<Session> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var screen = ScreenOf(parsed);
        var file = parsed.GetValue(_plan) ?? (parsed.GetValue(_from) is null ? DefaultPlan : null);
        var local = file is null ? null : ReadFile(file);
        if (parsed.GetValue(_from) is not { } from)
        {
            return SessionOn(local!, parsed, clock, screen);
        }

        var address = new RepositoryAddress(
            from,
            Path.GetFullPath(from),
            parsed.GetValue(_key) ?? throw new UsageException("--from needs --key.", "Say where the repository's key is: --key env:NAME or --key file:PATH."));
        await using var repository = await OpenRepositories.OpenAsync(address, Hosts.FindKeyAsync, clock, cancellationToken);
        var kept = await Records.ReadPlanAsync(repository, address, cancellationToken);
        if (local is not null && kept is not null && local.Hash != kept.Hash)
        {
            Screen.Warn($"{file} and the plan in {kept.Origin} differ; {file} is used.");
        }

        var plan = local is null
            ? kept ?? throw new UsageException($"{from} holds no plan.", "Say where the plan's file is with --plan.")
            : kept is null ? local : local with { Elsewhere = kept.Elsewhere };
        var session = SessionOn(plan, parsed, clock, screen);
        await KeptState.FetchAsync(repository, session.State, cancellationToken);
        return session;
    }

    /// <summary>The state folder alone, for commands that need no plan.</summary>
    public StateFolder StateOf(ParseResult parsed) =>
        parsed.GetValue(_state) is { } state ? new(state) : new(StateFolder.DefaultFor(ReadFile(parsed.GetValue(_plan) ?? DefaultPlan).Plan.Organization));

    private Session SessionOn(PlanInForce plan, ParseResult parsed, TimeProvider clock, Screen screen)
    {
        var state = new StateFolder(parsed.GetValue(_state) ?? StateFolder.DefaultFor(plan.Plan.Organization));
        return new(plan, state, Hosts.Link(clock, plan), clock, screen);
    }

    private static PlanInForce ReadFile(string file) => File.Exists(file)
        ? PlanInForce.FromFile(file)
        : throw new UsageException($"There is no plan at {Path.GetFullPath(file)}.", "Say where it is with --plan, or take it from a repository with --from and --key.");
}
