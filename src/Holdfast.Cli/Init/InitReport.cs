using System.Text.Json.Nodes;
using Holdfast.Agent.Discovery;
using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Texts;
using Holdfast.Cli.Init.Writing;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans.Rules;

namespace Holdfast.Cli.Init;

/// <summary>What was written, what it does not protect, what is still to be done, and how one goes on.</summary>
internal static class InitReport
{
    public static void Write(
        Screen screen, string file, string? before, PlanDraft draft, IReadOnlyList<Found> found, IReadOnlyList<string> made, IReadOnlyList<Finding> findings)
    {
        var toDo = ToDo(draft, made).ToArray();
        var next = Next(file).ToArray();
        string[] assumed = [.. draft.Inventory.Systems.Where(s => !draft.Answers.Used.ContainsKey(s.Name)).GroupBy(s => draft.Rhythms[s.Name]).OrderBy(g => g.Key)
            .Select(g => $"every {g.Key.ToString().ToLowerInvariant()}: {string.Join(", ", g.Select(s => s.Name))}: back within {Objectives.Of(g.Key).Rto}, losing {Objectives.Of(g.Key).Rpo} at most. Write another rto and rpo where that is wrong")];
        var warnings = findings.Where(f => f.Severity == Severity.Warning).GroupBy(f => f.Id).ToArray();
        screen.Line($"Written: {file}");
        if (before is not null)
        {
            screen.Line($"The plan that was there is now {before}");
        }

        Block("Not protected, and said so in the plan:", draft.Inventory.NotProtected);
        Block("Nobody said how often these are used, so this was taken:", assumed);
        Block("To do:", toDo);
        Block("What \"plan check\" warns of, with what to do:", [.. warnings.Select(Warning)]);
        Block("Then:", next);
        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject
            {
                { "plan", file },
                { "before", before },
                { "systems", draft.Inventory.Systems.Select(s => s.Name) },
                { "found", found.Select(f => new JsonObject { { "kind", FoundWords.Kind(f) }, { "what", FoundWords.Line(f) } }) },
                { "notSeen", draft.Unseen },
                { "notProtected", draft.Inventory.NotProtected },
                { "keysMade", made },
                { "assumed", assumed },
                { "toDo", toDo },
                { "warnings", findings.Where(f => f.Severity == Severity.Warning).Select(f => new JsonObject { { "id", f.Id }, { "message", f.Message }, { "hint", f.Hint } }) },
                { "notes", findings.Count(f => f.Severity == Severity.Note) },
                { "next", next },
            });
        }

        void Block(string heading, IReadOnlyList<string> sentences)
        {
            if (sentences.Count == 0)
            {
                return;
            }

            screen.Line();
            screen.Line(heading);
            foreach (var sentence in sentences)
            {
                screen.Line("  - " + SafeText.OneLine(sentence));
            }
        }
    }

    private static string Warning(IGrouping<string, Finding> alike) =>
        $"{alike.First().Message}{(alike.Count() > 1 ? $" (and {alike.Count() - 1} more like it)" : "")} [{alike.Key}]; {alike.First().Hint}";

    private static IEnumerable<string> ToDo(PlanDraft draft, IReadOnlyList<string> made)
    {
        if (draft.Answers.Elsewhere is null)
        {
            yield return "There is no place for copies in another building yet. Write one into the plan, at repositories: elsewhere.";
        }
        else if (draft.Elsewhere.StartsWith('/') && draft.OnThisMachine(draft.Elsewhere))
        {
            yield return $"{draft.Elsewhere} is on a disk of this machine now; see that what is mounted there really stands elsewhere.";
        }

        if (made.Contains(draft.SigningKey))
        {
            yield return $"{draft.SigningKey} signs your plan, so that no one who has a repository's key can put another in its place. Copy it to a medium that is kept elsewhere; "
                + "kept only there, not even who takes this machine can sign.";
        }

        var secrets = made.Where(file => file != draft.SigningKey).ToArray();
        yield return secrets.Length > 0
            ? $"Print what is in {string.Join(", ", secrets)} and keep it where nothing takes it together with this machine. "
                + "Without these keys the copies are worth nothing."
            : $"Put the keys of the copies into {draft.KeyOf("here")} and {draft.KeyOf("elsewhere")} if they are not there, readable by nobody else, "
                + "and print them.";
        foreach (var cluster in draft.Clusters)
        {
            yield return $"Make the role that PostgreSQL is copied as, with the password in {draft.PasswordFile}:  {PostgreSqlText.ToDo(cluster)}";
        }

        if (draft.Answers.Responsible is null)
        {
            yield return "Nobody is named who decides and is called. Write people, roles and communication.";
        }
    }

    private static IEnumerable<string> Next(string file)
    {
        var plan = file.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? file : $"'{file.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        yield return $"holdfast plan check {plan}";
        yield return $"holdfast protect --plan {plan}";
        yield return $"holdfast drill --scenario \"machine lost\" --plan {plan}";
        yield return $"holdfast predict --scenario \"machine lost\" --plan {plan}";
        yield return $"holdfast plan kit {plan} --with-keys";
    }
}
