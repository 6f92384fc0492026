using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan rule</c> says what a rule of <c>plan check</c> asks for and why: the page of the documentation that is about it.</summary>
internal static class RuleCommand
{
    private const string Heading = "### `", Page = "plan-rules.md";

    public static Command Create()
    {
        var id = new Argument<string?>("RULE") { Description = "Its name, as plan check prints it in brackets. Default: the names of all.", Arity = ArgumentArity.ZeroOrOne };
        id.CompletionSources.Add(_ => Sections().Select(s => new System.CommandLine.Completions.CompletionItem(s.Id)));
        var command = new Command("rule", "What a rule of plan check asks for, and why.") { id };
        command.SetAction(parsed => Show(parsed.GetValue(id)));
        return command;
    }

    private static int Show(string? named)
    {
        var screen = new Screen(json: false);
        var sections = Sections();
        if (named is null)
        {
            foreach (var (id, text) in sections)
            {
                screen.Line($"{id,-28}{text[..(text.IndexOf('.', StringComparison.Ordinal) + 1)].ToLowerInvariant().TrimEnd('.')}");
            }

            return ExitCode.Good;
        }

        var wanted = named.Trim('[', ']');
        var found = sections.FirstOrDefault(s => s.Id == wanted);
        if (found.Text is null)
        {
            throw new UsageException(
                $"There is no rule \"{named}\".",
                Suggestion.For(wanted, sections.Select(s => s.Id)) is { } near ? $"Did you mean \"{near}\"?" : "holdfast plan rule, without a name, lists them all.");
        }

        foreach (var line in $"{found.Id}\n{found.Text}".Split('\n'))
        {
            screen.Line(line);
        }

        return ExitCode.Good;
    }

    private static List<(string Id, string Text)> Sections()
    {
        using var page = typeof(RuleCommand).Assembly.GetManifestResourceStream(Page) ?? throw new InvalidOperationException($"{Page} is not in the program.");
        using var reader = new StreamReader(page);
        List<(string, string)> sections = [];
        foreach (var section in reader.ReadToEnd().Split('\n' + Heading).Skip(1))
        {
            var end = section.IndexOf('`', StringComparison.Ordinal);
            sections.Add((section[..end], section[(end + 1)..].Trim()));
        }

        return sections;
    }
}
