using System.CommandLine;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Restic.Backends;

namespace Holdfast.Cli;

/// <summary>The options that say which plan counts, and how it is found.</summary>
internal sealed class SessionOptions
{
    private readonly StateOptions _common = new();
    private readonly Option<string?> _from = new("--from") { Description = "A repository to take the plan and everything remembered from.", HelpName = "REPOSITORY" };
    private readonly Option<string?> _key = new("--key") { Description = "Where the key of --from is: env:NAME, file:PATH or command:...", HelpName = "REFERENCE" };

    public SessionOptions AddTo(Command command)
    {
        _common.AddTo(command);
        command.Options.Add(_from);
        command.Options.Add(_key);
        return this;
    }

    /// <param name="looks">Whether the command only looks, so that it makes no state folder. One that takes everything from a repository keeps it.</param>
    /// <exception cref="PlanRejectedException">The plan has mistakes.</exception>
    public async Task<Session> OpenAsync(ParseResult parsed, CancellationToken cancellationToken, bool looks = false)
    {
        var clock = TimeProvider.System;
        var screen = _common.ScreenOf(parsed);
        var file = _common.PlanFileOf(parsed) ?? (parsed.GetValue(_from) is null ? StateOptions.DefaultPlan : null);
        var local = file is null ? null : StateOptions.ReadPlan(file);
        if (parsed.GetValue(_from) is not { } from)
        {
            return SessionOn(local!, parsed, clock, screen, looks);
        }

        var address = new RepositoryAddress(
            from,
            Locations.Absolute(from, Environment.CurrentDirectory),
            parsed.GetValue(_key) ?? throw new UsageException("--from needs --key.", "Say where the repository's key is: --key env:NAME or --key file:PATH."));
        await using var repository = await RepositorySet.OpenAsync(address, Hosts.FindKeyAsync, clock, cancellationToken);
        var kept = await Records.ReadPlanAsync(repository, address, cancellationToken);
        if (local is not null && kept is not null && local.Hash != kept.Hash)
        {
            Screen.Warn($"{file} and the plan in {kept.Origin} differ; {file} is used.");
        }

        var plan = local is null
            ? kept ?? throw new UsageException($"{from} holds no plan.", "Say where the plan's file is with --plan.")
            : kept is null ? local : local with { Elsewhere = kept.Elsewhere };
        var session = SessionOn(plan, parsed, clock, screen, looks: false);
        await KeptState.FetchAsync(repository, session.State, cancellationToken);
        return session;
    }

    private Session SessionOn(PlanInForce plan, ParseResult parsed, TimeProvider clock, Screen screen, bool looks)
    {
        var state = _common.FolderOf(parsed, plan.Plan.Organization, looks);
        return new(plan, state, Hosts.Link(clock, state, plan), clock, screen);
    }
}
