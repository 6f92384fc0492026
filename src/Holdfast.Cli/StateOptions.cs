using System.CommandLine;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;

namespace Holdfast.Cli;

/// <summary>The options that say where this machine remembers what happened; enough for commands that need no plan.</summary>
internal sealed class StateOptions
{
    public const string DefaultPlan = "holdfast.yaml";

    private readonly Option<string?> _plan = new("--plan") { Description = $"The plan's file. Default: {DefaultPlan} in this folder.", HelpName = "FILE" };
    private readonly Option<string?> _state = new("--state") { Description = "Folder of journals and evidence on this machine.", HelpName = "FOLDER" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object on standard output, nothing else." };

    public StateOptions AddTo(Command command)
    {
        foreach (var option in new Option[] { _plan, _state, _json })
        {
            command.Options.Add(option);
        }

        return this;
    }

    public Screen ScreenOf(ParseResult parsed) => new(parsed.GetValue(_json));

    /// <summary>The plan's file as it was named; null: it was not.</summary>
    public string? PlanFileOf(ParseResult parsed) => parsed.GetValue(_plan);

    /// <summary>The state folder as it was named; null: it was not.</summary>
    public string? StateOf(ParseResult parsed) => parsed.GetValue(_state);

    /// <summary>The folder named, or the organization's own.</summary>
    /// <param name="looks">Whether nothing is written into it, so that it is not made.</param>
    public IRunStore FolderOf(ParseResult parsed, string organization, bool looks = false)
    {
        var folder = parsed.GetValue(_state) ?? StatePlaces.DefaultFor(organization);
        return looks ? StatePlaces.ToLookInto(folder) : StatePlaces.Open(folder);
    }

    /// <summary>
    /// The folder named; else that of the plan's organization; else, where no plan is at hand as on the worst day, the only one on this
    /// machine.
    /// </summary>
    /// <exception cref="UsageException">There is none, or there are several.</exception>
    public IRunStore FolderOf(ParseResult parsed)
    {
        if (parsed.GetValue(_state) is { } named)
        {
            return StatePlaces.Open(named);
        }

        if (PlanFileOf(parsed) is { } file)
        {
            return StatePlaces.Open(StatePlaces.DefaultFor(ReadPlan(file).Plan.Organization));
        }

        if (File.Exists(DefaultPlan))
        {
            return StatePlaces.Open(StatePlaces.DefaultFor(ReadPlan(DefaultPlan).Plan.Organization));
        }

        return StatePlaces.OnThisMachine() switch
        {
            [var only] => StatePlaces.Open(only),
            [] => throw new UsageException("This machine remembers no organization.", "Say where the journals are with --state, or where the plan is with --plan."),
            var several => throw new UsageException($"This machine remembers several organizations: {string.Join(", ", several)}.", "Say which with --state."),
        };
    }

    public static PlanInForce ReadPlan(string file) => File.Exists(file)
        ? PlanInForce.FromFile(file)
        : throw new UsageException($"There is no plan at {Path.GetFullPath(file)}.", "Say where it is with --plan, or take it from a repository with --from and --key.");
}
