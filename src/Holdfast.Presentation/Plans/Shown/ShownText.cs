using System.Text;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>Prints a plan for people. Where a value comes from stands beside it, dim on a terminal.</summary>
/// <param name="folder">Of the plan: places name their file from there.</param>
public sealed class ShownText(TextWriter output, string folder, bool isTerminal)
{
    private const int GroupWidth = 12;
    private const int LabelWidth = 24;
    private const int ValueWidth = 40;
    private const int LineWidth = 110;

    public void Write(ShownPlan plan, string file)
    {
        output.WriteLine($"{Bold(TerminalText.Safe(plan.Organization))}  {Dim(file)}");
        if (plan.Top is { } top)
        {
            WriteValues(top, "  ");
        }

        foreach (var section in plan.Sections.Where(s => !s.Things.IsEmpty || s.Note is not null))
        {
            output.WriteLine();
            output.WriteLine(Bold(section.Title));
            foreach (var thing in section.Things)
            {
                output.WriteLine($"  {Bold(TerminalText.Safe(thing.Name))}  {Dim(Where(thing.At, "every plan has it"))}");
                WriteValues(thing, "    ");
                if (section.Kind == ShownSystems.Kind)
                {
                    WriteSteps(thing, "    ");
                }
            }

            if (section.Note is { } note)
            {
                output.WriteLine("  " + note);
            }
        }
    }

    private void WriteValues(ShownThing thing, string indent)
    {
        var group = "";
        var grouped = thing.Values.Any(v => v.Group.Length > 0);
        foreach (var value in thing.Values.Where(v => v.Text is not null))
        {
            var head = grouped ? TerminalText.Pad(value.Group == group ? "" : value.Group, GroupWidth) : "";
            group = value.Group;
            var text = TerminalText.Safe(value.Text!);
            output.WriteLine($"{indent}{head}{TerminalText.Pad(value.Label, LabelWidth)}{(Where(value) is { } where ? $"{TerminalText.Pad(text, ValueWidth)}  {Dim(where)}" : text)}");
        }
    }

    /// <summary>Each in a line for what it does, and as many as needed for the rest.</summary>
    private void WriteSteps(ShownThing thing, string indent)
    {
        var head = "recovery";
        if (thing.Parts.IsEmpty)
        {
            output.WriteLine($"{indent}{TerminalText.Pad(head, GroupWidth)}NO STEPS: it cannot be brought back");
        }

        foreach (var (number, part) in thing.Parts.Index())
        {
            var does = part.Values[0];
            output.WriteLine($"{indent}{TerminalText.Pad(head, GroupWidth)}{number + 1}. {Bold(TerminalText.Safe(part.Name))}: {TerminalText.Safe(does.Text!)}  {Dim($"({Where(part.At)})")}");
            head = "";
            WriteRunning(part.Values.Skip(1).Where(v => v.Text is not null), indent + new string(' ', GroupWidth + 3));
        }
    }

    private void WriteRunning(IEnumerable<ShownValue> values, string indent)
    {
        var line = new StringBuilder(indent);
        var width = indent.Length;
        foreach (var (number, value) in values.Index())
        {
            var said = $"{value.Label} {TerminalText.Safe(value.Text!)}";
            var where = Where(value) is { } origin ? " " + origin : "";
            var needed = TerminalText.Width(said) + where.Length;
            if (number > 0)
            {
                line.Append(',');
                if (width + needed + 2 > LineWidth)
                {
                    output.WriteLine(line.ToString());
                    line.Clear().Append(indent);
                    width = indent.Length;
                }
                else
                {
                    line.Append(' ');
                    width += 2;
                }
            }

            line.Append(said).Append(Dim(where));
            width += needed;
        }

        output.WriteLine(line.ToString());
    }

    /// <summary>Null: there is nothing to say of a value that no one said.</summary>
    private string? Where(ShownValue value) => value switch
    {
        { Text: Description.NotSaid } => null,
        { Origin.Tier: { } tier } => $"(tier {tier})",
        { Origin.From: null } => "(follows from the plan)",
        _ => $"({Where(value.Origin.At)})",
    };

    private string Where(Place? at, string nowhere = "default") =>
        at is { } place ? $"{Path.GetRelativePath(folder, Path.GetFullPath(place.File))}:{place.Line}" : nowhere;

    private string Dim(string text) => isTerminal ? $"\e[2m{text}\e[0m" : text;

    private string Bold(string text) => isTerminal ? $"\e[1m{text}\e[0m" : text;
}
