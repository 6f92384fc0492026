namespace Holdfast.Presentation;

/// <summary>What was asked for does not exist or cannot be: the message says what, the hint what there is instead.</summary>
public sealed class UsageException(string message, string hint) : Exception(message)
{
    public string Hint { get; } = hint;
}
