using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Protection;
using Holdfast.Presentation;
using Holdfast.Presentation.Plans.Compared;
using Holdfast.Presentation.Runs;

namespace Holdfast.Cli;

/// <summary>
/// What somebody is about to sign: whoever has a repository's key can have put it there. All that it can have done is shown, in red what the newest signed plan
/// did not do, and then every line that is written otherwise. On standard error, where its answer is asked for.
/// </summary>
internal static class PlanToSign
{
    /// <param name="before">The newest signed plan; null: it is not to be had, so all is new.</param>
    public static void Show(PlanInForce plan, PlanInForce? before)
    {
        var now = WhatRuns.Everything(plan);
        var then = before is null ? [] : WhatRuns.Everything(before);
        Plain($"Plan: {plan.Origin}");
        Plain("What it runs, reads and writes (+ is new, - is gone):");
        foreach (var line in now)
        {
            if (then.Contains(line))
            {
                Plain("    " + line);
            }
            else
            {
                Screen.Alarm("  + " + line);
            }
        }

        foreach (var line in then.Except(now))
        {
            Screen.Alarm("  - " + line);
        }

        Plain(before is null ? "Its text, all of it:" : "What is written otherwise than in the signed plan (- signed, + this one):");
        foreach (var line in LineDifference.Between(before is null ? "" : Encoding.UTF8.GetString(before.Text.Span), Encoding.UTF8.GetString(plan.Text.Span)))
        {
            Screen.Alarm("  " + line);
        }
    }

    /// <summary>What was changed in a plan that is signed unasked, where its key is at hand: who can write the file is not always who holds the key.</summary>
    public static void ShowChange(ChangedPlan change)
    {
        Screen.Alarm($"THIS PLAN IS ANOTHER ONE than number {change.Number}, which was signed last, and is signed now because the key is at hand. If the change is not yours: put it back, and holdfast protect signs that.");
        if (change.Before is not { } before)
        {
            Screen.Alarm($"  Number {change.Number} is in no repository that is open, so what was changed cannot be told.");
            return;
        }

        if (Path.GetDirectoryName(change.File) is var folder && folder != change.Now.Folder)
        {
            Screen.Alarm($"  It lies in {change.Now.Folder}; number {change.Number} in {folder}.");
        }

        var (then, now) = (WhatRuns.Everything(before), WhatRuns.Everything(change.Now));
        foreach (var line in now.Except(then).Select(l => "+ " + l).Concat(then.Except(now).Select(l => "- " + l)))
        {
            Screen.Alarm("  " + line);
        }

        if (before.Hash != change.Now.Hash)
        {
            Screen.Alarm("What is written otherwise (- signed before, + now):");
            foreach (var line in LineDifference.Between(Encoding.UTF8.GetString(before.Text.Span), Encoding.UTF8.GetString(change.Now.Text.Span)))
            {
                Screen.Alarm("  " + line);
            }
        }
    }

    private static void Plain(string line) => Screen.Tell(line, new() { { "message_type", "to_sign" }, { "message", line } });
}
