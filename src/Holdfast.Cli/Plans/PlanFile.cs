using Holdfast.Execution.Plans;
using Holdfast.Presentation;

namespace Holdfast.Cli.Plans;

/// <summary>The file that the commands about a plan are given.</summary>
internal static class PlanFile
{
    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="PlanRejectedException">It is no valid plan.</exception>
    public static PlanInForce Read(string file) => File.Exists(file)
        ? PlanInForce.FromFile(file)
        : throw new UsageException($"There is no plan at {Path.GetFullPath(file)}.", "Say which file the plan is.");
}
