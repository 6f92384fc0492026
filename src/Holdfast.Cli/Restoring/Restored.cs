using Holdfast.Recovery.Runs;
using Holdfast.Restic.Operations.Restores;

namespace Holdfast.Cli.Restoring;

/// <summary>What a restore by hand did.</summary>
/// <param name="At">The folder or the file that was written.</param>
/// <param name="Notes">What the operator should know about it, and do with it.</param>
/// <param name="Next">Commands that may be typed now.</param>
internal sealed record Restored(RecoveryPoint Point, string At, RestoreReport Report, IReadOnlyList<string> Notes, IReadOnlyList<string> Next);
