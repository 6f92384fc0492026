namespace Holdfast.Agent.Data;

/// <summary>Progress that is heard where it is made, and not on another thread some time later.</summary>
internal sealed class Moved<T>(Action<T> hear) : IProgress<T>
{
    public void Report(T value) => hear(value);
}
