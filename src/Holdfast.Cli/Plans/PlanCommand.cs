using System.CommandLine;
using Holdfast.Recovery.Plans.Sections;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan</c>: what can be said of a plan without doing anything; <c>schema</c> prints its language.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var schema = new Command("schema", "Print the JSON Schema of plans, for editors that complete and check while one writes.");
        schema.SetAction(_ => PrintSchema());
        return new Command("plan", "Read, check, show, save, compare, draw and print plans.")
        {
            CheckCommand.Create(), ShowCommand.Create(), SaveCommand.Create(), DiffCommand.Create(), GraphCommand.Create(), schema, RuleCommand.Create(), KitCommand.Create(),
        };
    }

    private static int PrintSchema()
    {
        Console.Out.Write(PlanSchema.Text);
        return ExitCode.Good;
    }
}
