using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Presentation.Plans.Compared;
using Holdfast.Recovery.Trust;

namespace Holdfast.Cli;

/// <summary>
/// Whether anything of the plan may be run before a person saw what that is. Whoever has the key of a repository can put a plan into it; what the
/// operator brought, what this machine has worked with, and what the printed kit names is not theirs. Once the organization signs its plans, only its
/// signature says so, or the plan's fingerprint typed from the kit.
/// </summary>
/// <param name="isLocal">The operator brought the plan as a file.</param>
/// <param name="typed">The operator typed the fingerprint of its text and folder.</param>
/// <param name="canSign">Whether the organization's key is at hand, so that who begins is one who could sign.</param>
internal sealed class PlanTrust(PlanInForce plan, KnownPlans known, TrustMemory memory, PlanStanding standing, bool isLocal, bool typed, bool canSign)
{
    /// <summary>64 bits: fewer could be hit by trying plans.</summary>
    private const int FewestDigits = 16;

    /// <summary>Whether what it says may be done unasked.</summary>
    public bool IsKnown => typed || (standing.Demands ? standing.IsNewest || (isLocal && canSign) : isLocal || (standing.Expected is null && known.Contains(plan)));

    /// <summary>Whether it is at least no plan that someone put into a repository: looking by it, and copying what it says, harms no one.</summary>
    public bool IsOurs => isLocal || IsKnown;

    /// <summary>Whether the operator brought it as a file.</summary>
    public bool IsLocal => isLocal;

    public PlanStanding Standing => standing;

    /// <summary>Whether that is the fingerprint of the plan's text and folder, or how it begins.</summary>
    /// <exception cref="RunRefusedException">It is that of another plan.</exception>
    public static bool Is(string typed, PlanInForce plan)
    {
        var hash = typed.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return hash.Length < FewestDigits || !hash.All(char.IsAsciiHexDigit)
                ? throw new UsageException($"--trust-plan \"{typed}\" is not the beginning of a SHA-256.", $"Type at least the first {FewestDigits} digits of what the kit's cover shows.")
            : plan.Fingerprint.StartsWith(hash, StringComparison.Ordinal)
                ? true
            : plan.Hash.StartsWith(hash, StringComparison.Ordinal)
                ? throw new RunRefusedException(
                    $"--trust-plan is the SHA-256 of the plan's text alone, which does not say in which folder it lies: {plan.Origin} says in {plan.Folder}, and with another folder the same text does other things.",
                    $"A kit that was printed by an earlier version shows that. If it lay in {plan.Folder}: --trust-plan {plan.Fingerprint[..FewestDigits]}; if not, somebody put it there: leave the plan out with --ignore, or take it from another repository. Then print the kit anew.")
            : throw new RunRefusedException(
                $"The plan in {plan.Origin} is not the one of --trust-plan: with its folder, {plan.Folder}, its SHA-256 is {plan.Fingerprint}.",
                "If the plan was changed or moved after the kit was printed, say who did it and how you know, then leave --trust-plan out and read what it will run. Else somebody put it there: take the plan from another repository, or have failover leave that one out: --ignore SNAPSHOT --because REASON.");
    }

    public string WayOn() => standing.Expected is not null
        ? $"Take the fingerprint from the cover of the printed kit: --trust-key FINGERPRINT; or another repository. If the cover shows this plan's SHA-256: --trust-plan {plan.Fingerprint[..FewestDigits]}."
        : standing.Signed is not null && !standing.IsNewest
        ? $"Take the newer one from another repository: --from. If no other is to be had, leave --yes out, read what this one will run, and answer. If the kit's cover shows this SHA-256: --trust-plan {plan.Fingerprint[..FewestDigits]}."
        : standing.Demands
        ? $"Sign it where the key is: \"holdfast trust sign\". Or leave --yes out, read what it will run, and answer. If the kit's cover shows this SHA-256: --trust-plan {plan.Fingerprint[..FewestDigits]}."
        : WayOn(plan);

    public static string WayOn(PlanInForce plan) =>
        $"Hold the SHA-256 of the plan and its folder against the cover of the printed kit. If they are the same, say --trust-plan {plan.Fingerprint[..FewestDigits]}.";

    /// <summary>Asks whether to begin, and remembers the plan as one that this machine works with.</summary>
    /// <param name="verb">What would be begun.</param>
    /// <param name="yes">The operator said so beforehand, which is not enough for a plan that no one here knows.</param>
    /// <param name="ask">Whether to ask although the plan is known.</param>
    /// <exception cref="RunRefusedException">It may not begin.</exception>
    public void Agree(string verb, bool yes, bool ask)
    {
        if (yes && !IsKnown)
        {
            throw new RunRefusedException(
                standing.Demands || standing.Expected is not null
                    ? $"{verb} refused: --yes needs a signed plan. {standing.Says()} Nothing was touched."
                    : $"{verb} refused: --yes needs a plan that this machine knows, and this one is known only from {plan.Origin}.{(standing.Moved is { } moved ? $" {moved.Says()}" : "")} Nothing was touched.",
                standing.Demands || standing.Expected is not null ? WayOn() : $"{WayOn(plan)} Or leave --yes out, read what it will run, and answer.");
        }

        if (!yes && (ask || !IsKnown))
        {
            Ask();
        }

        known.Add(plan);
    }

    /// <summary>The same for copies, which must go on: a plan that the operator brought is enough, signed or not.</summary>
    /// <param name="verb">What would be begun. What of the plan it uses was shown.</param>
    public void AgreeToCopies(string verb)
    {
        if (IsOurs)
        {
            known.Add(plan);
        }
        else
        {
            _takesYes = false;
            Agree(verb, yes: false, ask: false);
        }
    }

    /// <exception cref="RunRefusedException">The answer was not yes.</exception>
    /// <param name="takesYes">Whether the command takes <c>--yes</c>.</param>
    public static void Confirm(string? about, string question = "Begin? Type yes: ", bool takesYes = true) => RefuseUnlessYes(AnswerTo(about, question), takesYes);

    /// <summary>What was changed since the plan that the organization signed last, in red.</summary>
    public void ShowDifference()
    {
        if (standing.Counts is { } counts)
        {
            Tell($"What is written otherwise than in the signed plan (- signed, + this one):");
            foreach (var line in LineDifference.Between(System.Text.Encoding.UTF8.GetString(counts.Text.Span), System.Text.Encoding.UTF8.GetString(plan.Text.Span)))
            {
                Tell("  " + line);
            }
        }

        // Its answer is asked on standard error, so what it is about is there, too.
        static void Tell(string line) => Console.Error.WriteLine(Paint.Red(line));
    }

    /// <summary>What the repositories that the plan names know of signatures and the one that it came from did not: the highest number that any of them tells counts.</summary>
    /// <param name="heard">By repository.</param>
    /// <exception cref="RunRefusedException">A newer plan is signed, or a signature is to be expected, and nobody said that this plan is to be used all the same.</exception>
    public void Hear(string verb, IReadOnlyDictionary<string, IReadOnlyList<SignedStatement>> heard, bool yes)
    {
        var doubts = new List<string>();
        if (memory.Read() is { HasBegun: true } authority)
        {
            var before = authority.Plan;
            memory.Take(authority, heard.Values.SelectMany(s => s).DistinctBy(s => s.Line));
            var lines = authority.Statements.Select(s => s.Line).ToHashSet(StringComparer.Ordinal);
            doubts.AddRange(authority.Plan is { } newest && newest != before && !(newest.Hash == plan.Hash && (isLocal || PlanFingerprint.FolderOf(newest) == plan.Folder))
                ? [$"THE PLAN IS AN OLD ONE: {string.Join(", ", heard.Where(h => h.Value.Any(s => s.Says == newest)).Select(h => h.Key))} tells that {authority.Organization} signed another as number {newest.Seq}, in {newest.File}; the SHA-256 of it and its folder: {PlanFingerprint.Of(newest)}."]
                : []);
            var gone = heard.Where(h => !h.Value.Any(s => lines.Contains(s.Line))).Select(h => h.Key).ToArray();
            if (gone.Length > 0)
            {
                Screen.Alarm($"{authority.Organization} signs its plans; its statements are gone from {string.Join(" and ", gone)}, or were not kept there yet.");
            }
        }
        else if (standing.Expected is null)
        {
            doubts.AddRange(heard.Select(h => ExpectedSignature.OfStatements(h.Key, h.Value)).OfType<string>().Take(1));
        }

        foreach (var doubt in doubts)
        {
            Screen.Alarm(doubt);
        }

        Doubts = [.. Doubts, .. doubts];
        if (doubts.Count > 0 && !typed && !(isLocal && (canSign || !standing.Demands)))
        {
            if (yes)
            {
                throw new RunRefusedException($"{verb} refused: {doubts[0]}", $"Take the plan from there with --from. If the kit's cover shows this plan's SHA-256: --trust-plan {plan.Fingerprint[..FewestDigits]}.");
            }

            Confirm("Is this plan to be used all the same?");
        }
    }

    /// <summary>Whether the command that asks takes <c>--yes</c>.</summary>
    private bool _takesYes = true;

    /// <summary>What was not as it should be with the plan's signature, for the evidence.</summary>
    public IReadOnlyList<string> Doubts { get; private set; } =
    [
        .. standing.Expected is not null || (standing.Demands && !standing.IsNewest) ? [standing.Says()] : Array.Empty<string>(),
        .. standing is { Moved: { } moved, Demands: false } && !typed ? [moved.Says()] : Array.Empty<string>(),
    ];

    private void Ask()
    {
        if (IsKnown)
        {
            Confirm(null, takesYes: _takesYes);
            return;
        }

        if (standing.Demands)
        {
            ShowDifference();
            Confirm($"{standing.Says()} It was not said by who leads {standing.Authority!.Organization} that this plan is to be used.", takesYes: _takesYes);
            return;
        }

        if (standing.Expected is not null)
        {
            Screen.Alarm(standing.Says());
        }

        var question = $"This machine never worked with this plan. It is said to lie in {plan.Folder}; SHA-256 of the plan and this folder: {plan.Fingerprint}. Is it the one on the cover of the printed kit?";
        if (standing.Offered.Count == 0)
        {
            Confirm(question, takesYes: _takesYes);
            ConfirmUnsigned();
            return;
        }

        var answer = AnswerTo($"{question} If the cover shows the fingerprint of a key, type that.", "Begin? Type the fingerprint of the key, or yes: ");
        if (KeyFingerprint.TryRead(answer, out var key))
        {
            Accept(key);
        }
        else
        {
            RefuseUnlessYes(answer, _takesYes);
            ConfirmUnsigned();
        }
    }

    /// <summary>Less than was to be expected takes a yes of its own: nobody comes to it by answering as always.</summary>
    private void ConfirmUnsigned()
    {
        if (standing.Expected is not null && AnswerTo(null, "Use a plan whose signature nobody checked? Type unsigned: ") is not "unsigned")
        {
            throw new RunRefusedException("Not confirmed; nothing was touched.", WayOn());
        }
    }

    /// <summary>The kit's fingerprint was typed: it is trusted from now on, and must have signed this plan as its newest.</summary>
    private void Accept(KeyFingerprint key)
    {
        var authority = new Authority(key);
        authority.Take(standing.Offered);
        if (!authority.HasBegun || authority.Plan?.Hash != plan.Hash || authority.Plan.Seq < standing.Least || authority.Plan.File != Path.Combine(plan.Folder, plan.FileName))
        {
            throw new RunRefusedException(
                authority.HasBegun ? $"This plan is not the newest that {key} signed; nothing was touched." : $"Nothing here is signed by {key}; nothing was touched.",
                $"Begin again with --trust-key {key}: then the signed plan is used, if it is there.");
        }

        memory.Anchor(key);
        memory.Take(memory.Read()!, standing.Offered);
    }

    private static string? AnswerTo(string? about, string question)
    {
        if (about is not null)
        {
            Console.Error.WriteLine(TerminalText.Shown(about));
        }

        Console.Error.Write(question);
        return Console.ReadLine()?.Trim();
    }

    private static void RefuseUnlessYes(string? answer, bool takesYes)
    {
        if (answer is not "yes")
        {
            throw new RunRefusedException("Not confirmed; nothing was touched.", takesYes ? "Answer yes, or say --yes where no one can answer." : "Answer yes; where no one can answer, say what the kit's cover shows: --trust-plan SHA256.");
        }
    }
}
