using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Runs;

/// <summary>Whether a step that may or may not have happened can be done again. After a crash the others are asked about.</summary>
public static class Repeatability
{
    public static bool IsRepeatable(this StepAction action) => action switch
    {
        RestoreAction or CheckAction or WaitAction => true,
        ServiceAction => true, // Its probe tells whether the service runs.
        UnitAction => true, // What runs already is left running.
        CommandAction command => command.Repeatable,
        PersonAction => true, // To ask again does no harm: whoever did it already says so.
        _ => throw new InvalidOperationException($"Nobody decided whether {action.GetType().Name} may be repeated."),
    };
}
