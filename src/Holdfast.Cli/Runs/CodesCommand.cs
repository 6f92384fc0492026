using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Codes;
using Holdfast.Presentation;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast codes</c>: the one-time codes by which the plan's people prove who they are, for the printed kit.</summary>
internal static class CodesCommand
{
    private const int Usual = 10;
    private const int Most = 100;

    public static Command Create() => new("codes", "One-time codes, by which people approve: issue, list, sign, accept.") { Issue(), List(), Sign(), Accept() };

    private static Command Issue()
    {
        var people = new Option<string[]>("--person") { Description = "Whose; everyone of the plan when nobody is named.", HelpName = "PERSON" };
        var count = new Option<int>("--count") { Description = "How many each.", DefaultValueFactory = _ => Usual };
        var command = new Command("issue", "Print new codes, this once: they can never be shown again. The same people's old codes count no longer.") { people, count };
        var options = new StateOptions().AddTo(command);
        var key = new SigningKeyOption().AddTo(command);
        command.SetAction(parsed =>
        {
            var source = StateOptions.ReadPlan(options.PlanFileOf(parsed) ?? StateOptions.DefaultPlan);
            var plan = source.Plan;
            var number = parsed.GetValue(count);
            if (number is < 1 or > Most)
            {
                throw new UsageException($"{number} codes cannot be issued.", $"Say a number from 1 to {Most}.");
            }

            var unknown = (parsed.GetValue(people) ?? []).Except(plan.People.Select(p => p.Name)).ToArray();
            var chosen = parsed.GetValue(people) is { Length: > 0 } named ? plan.People.Where(p => named.Contains(p.Name)).ToArray() : [.. plan.People];
            if (unknown.Length > 0 || chosen.Length == 0)
            {
                throw new UsageException(
                    unknown.Length > 0 ? $"The plan has nobody called {string.Join(", ", unknown)}." : "The plan names no people.",
                    $"It has {(plan.People.IsEmpty ? "none; add them under people:" : string.Join(", ", plan.People.Select(p => p.Name)))}.");
            }

            var state = options.FolderOf(parsed, plan.Organization);
            key.Apply(parsed, state);
            var book = new CodeBook(state, TimeProvider.System);
            var issued = chosen.Select(p => (p.Name, p.FullName, Codes: book.Issue(p.Name, number))).ToArray();
            var screen = options.ScreenOf(parsed);
            foreach (var (_, fullName, codes) in issued)
            {
                screen.Heading($"{plan.Organization}: one-time codes of {fullName}");
                foreach (var (i, code) in codes.Index())
                {
                    screen.Line($"{i + 1,4}  {code}");
                }
            }

            screen.Line();
            screen.Line("Print them now, a page for each person; cross one off when it is used. Older codes of these people count no longer.");
            screen.Line("Another machine knows them after the next  holdfast protect. They do not count in a run that has begun.");
            screen.Line(SignatureOf(CodeSigning.Sign(state, book, source, TimeProvider.System)));
            if (screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "organization", plan.Organization }, { "people", issued.Select(i => new JsonObject { { "person", i.Name }, { "name", i.FullName }, { "codes", i.Codes } }) } });
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "How many codes each person has left.");
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var issued = new CodeBook(options.FolderOf(parsed), TimeProvider.System).Issued();
            var screen = options.ScreenOf(parsed);
            screen.Table(["person", "issued", ">left"], issued.Select(i => (IReadOnlyList<string>)[i.Person, $"{i.At:yyyy-MM-dd HH:mm}Z", $"{i.Left} of {i.Count}{Worth(i.Standing)}"]));
            if (screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "people", issued.Select(i => new JsonObject { { "person", i.Person }, { "issuedAt", i.At }, { "count", i.Count }, { "left", i.Left }, { "anchored", i.Standing == CodeStanding.Anchored }, { "standing", i.Standing.ToString() } }) } });
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command Sign()
    {
        var command = new Command("sign", "Sign the codes that this machine issued, so that other machines believe them.");
        var options = new StateOptions().AddTo(command);
        var key = new SigningKeyOption().AddTo(command);
        command.SetAction(parsed =>
        {
            var plan = StateOptions.ReadPlan(options.PlanFileOf(parsed) ?? StateOptions.DefaultPlan);
            var state = options.FolderOf(parsed, plan.Plan.Organization);
            key.Apply(parsed, state);
            var signed = CodeSigning.Sign(state, new CodeBook(state, TimeProvider.System), plan, TimeProvider.System);
            options.ScreenOf(parsed).Line(SignatureOf(signed));
            if (options.ScreenOf(parsed).Json)
            {
                Screen.WriteJson(new JsonObject { { "signed", signed == CodeSignature.Given }, { "why", SignatureOf(signed) } });
            }

            return signed == CodeSignature.Given ? ExitCode.Good : ExitCode.Refused;
        });
        return command;
    }

    /// <summary>On the worst day the key may be lost, and the printed codes must not be worth nothing because of it.</summary>
    private static Command Accept()
    {
        var because = new Option<string>("--because") { Description = "How you know that the printed codes are of these lists; it is in the evidence.", Required = true, HelpName = "REASON" };
        var command = new Command("accept", "Take codes of other machines that the organization did not sign: shown, and asked about.") { because };
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var book = new CodeBook(options.FolderOf(parsed), TimeProvider.System);
            var reason = parsed.GetValue(because)!.Trim();
            var lists = book.Issued().Where(i => i.Standing == CodeStanding.Unproven).ToArray();
            if (lists.Length == 0 || reason.Length == 0)
            {
                throw new UsageException(
                    lists.Length == 0 ? "There are no codes here that would have to be taken." : "No reason was given.",
                    lists.Length == 0 ? "\"holdfast codes list\" shows what each list is worth." : "Say with --because how you know that these are the printed ones.");
            }

            foreach (var list in lists)
            {
                Screen.Alarm($"NOT SIGNED: {list.Count} codes of {list.Person}, said to be issued {list.At.UtcDateTime:yyyy-MM-dd HH:mm}Z. Whoever has a repository's key can have made them.");
            }

            PlanTrust.Confirm("From then on whoever has one of these codes approves in that person's name, and the evidence says that they were not signed.");
            foreach (var list in lists)
            {
                book.Accept(list, Execution.Repositories.Epochs.ThisLeader, reason);
            }

            options.ScreenOf(parsed).Line($"Taken: {string.Join(", ", lists.Select(l => l.Person).Distinct())}.");
            if (options.ScreenOf(parsed).Json)
            {
                Screen.WriteJson(new JsonObject { { "taken", lists.Select(l => new JsonObject { { "person", l.Person }, { "issuedAt", l.At } }) } });
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static string SignatureOf(CodeSignature signature) => signature switch
    {
        CodeSignature.Given => "They are signed: every machine that trusts the organization's key believes them.",
        CodeSignature.NoKey => "They are NOT SIGNED, and prove nothing on another machine until they are: holdfast codes sign --signing-key FILE, where the key is.",
        _ => "Nothing is signed by this organization yet, so on another machine their word is marked as not anchored.",
    };

    private static string Worth(CodeStanding standing) => standing switch
    {
        CodeStanding.Anchored => "",
        CodeStanding.Confirmed => ", of another machine, signed",
        CodeStanding.NotAnchored => ", not issued by this machine",
        _ => ", NOT SIGNED: they prove nothing",
    };
}
