using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Presentation;

namespace Holdfast.Cli;

/// <summary>
/// Whether anything of the plan may be run before a person saw what that is. Whoever has the key of a repository can put a plan into it; what the
/// operator brought, what this machine has worked with, and what the printed kit names is not theirs.
/// </summary>
/// <param name="vouched">The operator brought the plan as a file, or typed its hash.</param>
internal sealed class PlanTrust(PlanInForce plan, KnownPlans known, bool vouched)
{
    /// <summary>64 bits: fewer could be hit by trying plans.</summary>
    private const int FewestDigits = 16;

    public bool IsKnown => vouched || known.Contains(plan.Hash);

    /// <summary>Whether that is the plan's hash, or how it begins.</summary>
    /// <exception cref="RunRefusedException">It is that of another plan.</exception>
    public static bool Is(string typed, PlanInForce plan)
    {
        var hash = typed.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return hash.Length < FewestDigits || !hash.All(char.IsAsciiHexDigit)
                ? throw new UsageException($"--trust-plan \"{typed}\" is not the beginning of a SHA-256.", $"Type at least the first {FewestDigits} digits of what the kit's cover shows.")
            : plan.Hash.StartsWith(hash, StringComparison.Ordinal)
                ? true
            : throw new RunRefusedException(
                $"The plan in {plan.Origin} is not the one of --trust-plan: its SHA-256 is {plan.Hash}.",
                "If the plan was changed after the kit was printed, say who changed it and how you know, then leave --trust-plan out and read what it will run. Else somebody put it there: take the plan from another repository.");
    }

    public static string WayOn(PlanInForce plan) =>
        $"Hold its SHA-256 against the cover of the printed kit. If they are the same, say --trust-plan {plan.Hash[..FewestDigits]}.";

    /// <summary>Asks whether to begin, and remembers the plan as one that this machine works with.</summary>
    /// <param name="verb">What would be begun.</param>
    /// <param name="yes">The operator said so beforehand, which is not enough for a plan that nobody here knows.</param>
    /// <param name="ask">Whether to ask although the plan is known.</param>
    /// <exception cref="RunRefusedException">It may not begin.</exception>
    public void Agree(string verb, bool yes, bool ask)
    {
        if (yes && !IsKnown)
        {
            throw new RunRefusedException(
                $"{verb} refused: --yes needs a plan that this machine knows, and this one is known only from {plan.Origin}. Nothing was touched.",
                $"{WayOn(plan)} Or leave --yes out, read what it will run, and answer.");
        }

        if (!yes && (ask || !IsKnown))
        {
            Confirm(IsKnown ? null : $"This machine never worked with this plan. SHA-256 {plan.Hash}: is it the one on the cover of the printed kit?");
        }

        known.Add(plan.Hash);
    }

    /// <exception cref="RunRefusedException">The answer was not yes.</exception>
    public static void Confirm(string? about)
    {
        if (about is not null)
        {
            Console.Error.WriteLine(TerminalText.Shown(about));
        }

        Console.Error.Write("Begin? Type yes: ");
        if (Console.ReadLine()?.Trim() is not "yes")
        {
            throw new RunRefusedException("Not confirmed; nothing was touched.", "Answer yes, or say --yes where no one can answer.");
        }
    }
}
