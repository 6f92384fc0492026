using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Faults;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli;

/// <summary>The options that say which plan counts, and how it is found.</summary>
/// <param name="looks">Whether the command only looks: then it runs nothing that the plan names, the commands of its keys included.</param>
internal sealed class SessionOptions(bool looks)
{
    /// <summary>As restic calls it; several with commas between them.</summary>
    private const string KeyHint = "RESTIC_KEY_HINT";

    private readonly StateOptions _common = new();
    private readonly Option<string?> _from = new("--from") { Description = "A repository to take the plan and everything remembered from.", HelpName = "REPOSITORY" };
    private readonly Option<string?> _key = new("--key") { Description = "Where the key of --from is: env:NAME, file:PATH or command:...", HelpName = "REFERENCE" };
    private readonly Option<string?> _trust = TrustOption();
    private readonly PlanChoice _choice = new();
    private readonly Option<bool> _runKeys = new("--run-key-commands") { Description = "Run the commands by which the plan finds keys. Only for a plan that is yours." };

    /// <summary>For every command that may work with a plan out of a repository.</summary>
    public static Option<string?> TrustOption() => new("--trust-plan")
    {
        Description = "The SHA-256 of the plan and its folder as the printed kit shows it, or its first 16 digits or more. With it a plan out of a repository is used unasked.",
        HelpName = "SHA256",
    };

    public SessionOptions AddTo(Command command)
    {
        _common.AddTo(command);
        command.Options.Add(_from);
        command.Options.Add(_key);
        command.Options.Add(_trust);
        _choice.AddTo(command);
        if (looks)
        {
            command.Options.Add(_runKeys);
        }

        return this;
    }

    /// <summary>Where the plan is looked for, for whoever says that it could not be used.</summary>
    public string PlanNamedIn(ParseResult parsed) => _common.PlanFileOf(parsed) is { } file ? Path.GetFullPath(file) : parsed.GetValue(_from) ?? Path.GetFullPath(StateOptions.DefaultPlan);

    public Screen ScreenOf(ParseResult parsed) => _common.ScreenOf(parsed);

    /// <exception cref="PlanRejectedException">The plan has mistakes.</exception>
    public Task<Session> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) => OpenAsync(parsed, static _ => { }, cancellationToken);

    /// <param name="first">What is said of the state before anything is taken into it.</param>
    /// <exception cref="PlanRejectedException">The plan has mistakes.</exception>
    public async Task<Session> OpenAsync(ParseResult parsed, Action<IRunStore> first, CancellationToken cancellationToken)
    {
        var file = _common.PlanFileOf(parsed) ?? (parsed.GetValue(_from) is null ? StateOptions.DefaultPlan : null);
        var local = file is null ? null : StateOptions.ReadPlan(file);
        if (parsed.GetValue(_from) is not { } from)
        {
            if (_choice.TypedIn(parsed) is not null)
            {
                throw new UsageException("--trust-key needs --from.", "Say which repository to take what was signed from, or: holdfast trust accept FINGERPRINT");
            }

            var here = FolderOf(parsed, local!, keeps: !looks);
            first(here);
            return SessionOn(local!, parsed, here, standing: null, isLocal: true);
        }

        var address = new RepositoryAddress(
            from,
            Locations.Absolute(from, Environment.CurrentDirectory),
            parsed.GetValue(_key) ?? throw new UsageException("--from needs --key.", "Say where the repository's key is: --key env:NAME or --key file:PATH."));
        await using var repository = await RepositorySet.OpenAsync(address, Hosts.FindKeyAsync, TimeProvider.System, cancellationToken);
        var newest = await KeptPlanAsync(repository, address, local, cancellationToken);
        var state = FolderOf(parsed, local ?? newest ?? throw new UsageException($"{from} holds no plan.", "Say where the plan's file is with --plan."), keeps: true);
        first(state);
        if (new EpochMemory(state).Ignored is { IsEmpty: false } ignored)
        {
            newest = await Records.ReadPlanAsync(repository, address, ignored, static _ => { }, cancellationToken); // The first look told what cannot be used.
        }

        if (local is null && newest is null)
        {
            throw new UsageException($"{from} holds no plan that is not ignored.", "Say where the plan's file is with --plan.");
        }

        var statements = await KeptTrust.ReadAsync(repository, cancellationToken);
        var authority = _choice.AuthorityOf(parsed, new(state), statements, from);
        var (kept, standing) = await _choice.ChooseAsync(parsed, repository, address, authority, newest, statements, new(state), cancellationToken);
        if (local is not null && kept is not null && local.Hash != kept.Hash)
        {
            Screen.Warn($"{file} and the plan in {kept.Origin} differ; {file} is used.");
        }

        if (local is null && !standing.IsNewest && standing.Moved is null)
        {
            standing = standing with { Moved = MovedPlan.OfKnown(new(state), kept!) ?? await MovedPlan.InAsync(repository, kept!, cancellationToken) };
        }

        var plan = local is null ? kept! : kept is null ? local : local with { Elsewhere = kept.Elsewhere };
        var session = SessionOn(
            plan, parsed, state, local is null ? standing : PlanStanding.Of(authority, local, wherever: true, kept is not null && standing.IsNewest ? kept : standing.Counts) with { Least = standing.Least }, isLocal: local is not null);
        if (!looks)
        {
            // Remembered before anything is done: whether another place is active decides what may be.
            await new Epochs(new Dictionary<string, Repository> { [from] = repository }, session.State, session.Clock).ReadAsync(cancellationToken);
        }

        await KeptState.FetchAsync(repository, session.State, Believed.By(authority, plan.Plan), Screen.Warn, cancellationToken);
        return session;
    }

    /// <summary>As this machine remembers them, and as the operator says: a host elsewhere does not see the variables that are set here.</summary>
    private static ImmutableDictionary<string, string> KeyNames(PlanInForce plan, IRunStore state)
    {
        var known = RepositoryIds.KeyNames(state);
        return plan.Plan.Repositories
            .Select(r => KeyValuePair.Create(r.Name, string.Join(',', ((string?[])[known.GetValueOrDefault(r.Name), Environment.GetEnvironmentVariable(KeyHint)]).Where(n => n is { Length: > 0 }))))
            .Where(n => n.Value.Length > 0)
            .ToImmutableDictionary();
    }

    private IRunStore FolderOf(ParseResult parsed, PlanInForce plan, bool keeps) => _common.FolderOf(parsed, plan.Plan.Organization, looks: !keeps);

    /// <summary>With a plan of its own the operator needs none of the repository's, whatever is wrong with that.</summary>
    private static async Task<PlanInForce?> KeptPlanAsync(
        Restic.Repository repository, RepositoryAddress address, PlanInForce? local, CancellationToken cancellationToken)
    {
        try
        {
            return await Records.ReadPlanAsync(repository, address, Screen.Warn, cancellationToken);
        }
        catch (Exception e) when (local is not null && (e is PlanRejectedException or RepositoryException { IsOfOneFile: true }))
        {
            Screen.Warn($"{address.At} gives no plan, and {local.Origin} is used: {e.Message}");
            return null;
        }
    }

    /// <param name="standing">Null: as far as this machine remembers.</param>
    private Session SessionOn(PlanInForce plan, ParseResult parsed, IRunStore state, PlanStanding? standing, bool isLocal)
    {
        var clock = TimeProvider.System;
        var screen = _common.ScreenOf(parsed);
        var trusted = parsed.GetValue(_trust) is { } hash && PlanTrust.Is(hash, plan);
        var memory = new TrustMemory(state);
        standing ??= PlanStanding.Of(memory.Read(), plan, wherever: true);
        if (trusted)
        {
            standing = standing with { Moved = null }; // The kit says the folder, too.
        }

        standing.Moved?.Tell(isTold: standing.Demands);

        var trust = new PlanTrust(plan, new KnownPlans(state), memory, standing, isLocal, trusted, isLocal && standing.Demands && CanSign(memory, plan, standing));
        var keys = !looks ? Hosts.FindKeyAsync
            : parsed.GetValue(_runKeys) ? trust.IsOurs ? Hosts.FindKeyAsync : throw new RunRefusedException(
                $"--run-key-commands is refused: the plan is known only from {plan.Origin}.", trust.WayOn())
            : KeyRules.ForLooking(parsed.GetValue(_key));
        var used = (looks && !trust.IsOurs ? KeyRules.OnlyHere(plan) : plan) with { KeyNames = KeyNames(plan, state) };
        return new(used, state, Hosts.Link(clock, state, used, reaches: !looks, new(Screen.Warn, Screen.Note)), clock, screen, keys, trust) 
        {
            Typed = TypedIn(parsed, isLocal),
            ToAskAnew = [.. _common.PlanFileOf(parsed) is { } named ? new[] { "--plan", named } : [], .. _common.StateOf(parsed) is { } folder ? new[] { "--state", folder } : [], .. parsed.GetValue(_from) is { } source ? new[] { "--from", source, "--key", parsed.GetValue(_key)! } : []],
        };
    }

    private TypedOptions TypedIn(ParseResult parsed, bool isLocal)
    {
        string?[] source =
        [
            _common.PlanFileOf(parsed) is { } file ? $"--plan {ShellWord.Of(file)}" : null,
            parsed.GetValue(_from) is { } from && !isLocal ? TypedOptions.SourceOf(new(from, from, parsed.GetValue(_key) ?? "")) : null,
            parsed.GetValue(_choice.Newest) && !isLocal ? "--newest-plan" : null,
            looks && parsed.GetValue(_runKeys) ? "--run-key-commands" : null,
            looks && !isLocal && parsed.GetValue(_trust) is { } trusted ? $"--trust-plan {ShellWord.Of(trusted)}" : null,
        ];
        return new(string.Join(' ', source.OfType<string>()), TypedOptions.StateOf(_common.StateOf(parsed)), isLocal);
    }

    private static bool CanSign(TrustMemory memory, PlanInForce plan, PlanStanding standing)
    {
        try
        {
            using var key = SigningKey.Find(memory, plan);
            return key is not null && standing.Authority!.MaySign(key.Fingerprint);
        }
        catch (TrustException)
        {
            return false; // Whoever has to sign is told why it cannot be used.
        }
    }
}
