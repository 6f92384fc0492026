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

    public static Command Create() => new("codes", "One-time codes, by which people approve: issue, list.") { Issue(), List() };

    private static Command Issue()
    {
        var people = new Option<string[]>("--person") { Description = "Whose; everyone of the plan when nobody is named.", HelpName = "PERSON" };
        var count = new Option<int>("--count") { Description = "How many each.", DefaultValueFactory = _ => Usual };
        var command = new Command("issue", "Print new codes, this once: they can never be shown again. The same people's old codes count no longer.") { people, count };
        var options = new StateOptions().AddTo(command);
        command.SetAction(parsed =>
        {
            var plan = StateOptions.ReadPlan(options.PlanFileOf(parsed) ?? StateOptions.DefaultPlan).Plan;
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
            screen.Table(["person", "issued", ">left"], issued.Select(i => (IReadOnlyList<string>)[i.Person, $"{i.At:yyyy-MM-dd HH:mm}Z", $"{i.Left} of {i.Count}{(i.Anchored ? "" : ", not issued by this machine")}"]));
            if (screen.Json)
            {
                Screen.WriteJson(new JsonObject { { "people", issued.Select(i => new JsonObject { { "person", i.Person }, { "issuedAt", i.At }, { "count", i.Count }, { "left", i.Left }, { "anchored", i.Anchored } }) } });
            }

            return ExitCode.Good;
        });
        return command;
    }
}
