using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>What the commands of a drill reach beyond its folder by the programs that they run: no wall around the folder holds that back.</summary>
public static class DrillReach
{
    /// <returns>In words, for the evidence.</returns>
    public static IEnumerable<string> Of(ProtectedSystem system) =>
        from step in system.Recover
        from program in CommandsOf(step).SelectMany(MachineServices.Outside).Distinct()
        select $"{system.Name}/{step.Name}: runs {program}, which acts outside of the drill's folder; that it leaves production alone is by your word";

    public static bool UsesContainers(ProtectedSystem system) => system.Recover.SelectMany(CommandsOf).Any(MachineServices.UsesContainers);

    private static IEnumerable<ImmutableArray<string>> CommandsOf(RecoveryStep step) => (step.InADrill switch
    {
        SkippedInDrill => null,
        OtherwiseInDrill otherwise => otherwise.Command,
        _ => step.Action,
    }) switch
    {
        ServiceAction service => [service.Command],
        CommandAction command => [command.Command],
        CommandCheck command => [command.Command],
        _ => [],
    };
}
