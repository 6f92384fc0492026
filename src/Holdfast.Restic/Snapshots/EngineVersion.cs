namespace Holdfast.Restic.Snapshots;

/// <summary>Which version of the engine writes, as snapshots record it.</summary>
internal static class EngineVersion
{
    internal static string Text { get; } = typeof(EngineVersion).Assembly.GetName().Version?.ToString(3) ?? "0";
}
