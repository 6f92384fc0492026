using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Protection;

/// <summary>Who is told while systems are protected: a screen, a log, later a console.</summary>
/// <param name="Note">Something worth knowing, such as a repository that was made.</param>
/// <param name="Warn">Something that must not be overlooked.</param>
/// <param name="Copied">What became of a copy, and how long all copies of its system took.</param>
public sealed record ProtectionEvents(Action<string> Note, Action<string> Warn, Action<ProtectionRecord, TimeSpan> Copied);
