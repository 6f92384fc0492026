namespace HarborDental.CommandLine;

/// <summary>A verb could not do what it was asked: what failed, on what, why; then what to do about it.</summary>
internal sealed class SampleException(string what, string hint, Exception? cause = null) : Exception(what, cause)
{
    public string Hint { get; } = hint;
}
