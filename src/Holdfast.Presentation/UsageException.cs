using Holdfast.Failures;

namespace Holdfast.Presentation;

/// <summary>What was asked for does not exist or cannot be: the message says what, the hint what there is instead.</summary>
public sealed class UsageException(string message, string? hint = null, Exception? cause = null) : FailureException(new(FailureCode.Usage, message, hint), cause);
