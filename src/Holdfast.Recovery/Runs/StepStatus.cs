namespace Holdfast.Recovery.Runs;

public enum StepStatus
{
    Waiting,
    Running,
    Done,
    Failed,

    /// <summary>Under way when the run was cut off, or failed somewhere on its way, and not to be repeated unasked.</summary>
    InDoubt,

    /// <summary>Not done, by someone's word; what follows goes on.</summary>
    Skipped,
}
