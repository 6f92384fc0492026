using Holdfast.Failures;

namespace Holdfast.Execution.Codes;

/// <summary>That someone had a code.</summary>
/// <param name="Code">Its id.</param>
/// <param name="Token">What follows from the code alone, and is worth nothing once the code is spent.</param>
public sealed record CodeProof(string Code, string Token);

/// <summary>A code proves nothing here.</summary>
public sealed class CodeRefusedException(string message, string hint) : FailureException(new(FailureCode.CodeRefused, message, hint));
