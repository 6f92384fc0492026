namespace Holdfast.Failures;

/// <summary>A failure on its way to whoever can say it.</summary>
public class FailureException(Failure failure, Exception? cause = null) : Exception(failure.Message, cause)
{
    public Failure Failure { get; } = failure;

    public string? Hint => Failure.Hint;
}
