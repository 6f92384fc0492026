using Holdfast.Execution.Contexts;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Faults;

namespace Holdfast.Cli;

/// <summary>How keys are found by commands that only look: a key that is a command is not run.</summary>
internal static class KeyRules
{
    private const string Command = "command:";
    private const string NotAsked = "not asked:";

    /// <summary>
    /// The same plan, but with no repository of it that is across a network: an unknown plan may name anybody's server, which would hear of us,
    /// and of the user and password that such servers get.
    /// </summary>
    public static PlanInForce OnlyHere(PlanInForce plan) => plan with
    {
        Elsewhere = plan.Elsewhere.AddRange(plan.Plan.Repositories
            .Where(r => !plan.Elsewhere.ContainsKey(r.Name) && !Locations.IsLocal(r.At))
            .Select(r => KeyValuePair.Create(r.Name, new RepositoryAddress(r.Name, r.At, NotAsked)))),
    };

    /// <param name="typed">The reference that the operator typed for this very command: it is theirs, whatever it is. Null: none.</param>
    public static KeyFinder ForLooking(string? typed) => (reference, cancellationToken) =>
        reference == NotAsked
            ? throw new RepositoryException(
                RepositoryFault.WrongPassword,
                "it is across a network, and this machine never worked with the plan that names it",
                "say --trust-plan with the SHA-256 of the plan and its folder on the cover of the printed kit")
        : reference.StartsWith(Command, StringComparison.Ordinal) && reference != typed
            ? throw new RepositoryException(
                RepositoryFault.WrongPassword,
                "its key is a command, which looking does not run",
                "say --run-key-commands if the plan is yours")
        : Hosts.FindKeyAsync(reference, cancellationToken);
}
