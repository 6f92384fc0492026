namespace Holdfast.Execution.Contexts;

/// <summary>How much time has passed since it was made, by whichever of the two clocks says more: the monotonic one stands still while a machine sleeps.</summary>
public sealed class PassedTime(TimeProvider clock)
{
    private readonly long _stamp = clock.GetTimestamp();
    private readonly DateTimeOffset _date = clock.GetUtcNow();

    public TimeSpan Value
    {
        get
        {
            var (passed, byDate) = (clock.GetElapsedTime(_stamp), clock.GetUtcNow() - _date);
            return byDate > passed ? byDate : passed;
        }
    }
}
