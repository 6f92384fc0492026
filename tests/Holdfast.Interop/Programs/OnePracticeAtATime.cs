using Xunit;

namespace Holdfast.Interop.Programs;

/// <summary>Practices open on the ports of their plan, and tests look for what they leave behind: one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OnePracticeAtATime
{
    public const string Name = "one practice at a time";
}
