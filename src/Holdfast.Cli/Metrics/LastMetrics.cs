using Holdfast.Execution.Alerts;
using Holdfast.Execution.Contexts;
using Holdfast.Presentation.Metrics;

namespace Holdfast.Cli.Metrics;

/// <summary>
/// What the last look found, for whoever asks in between: asking makes no look. When a look fails, or none comes any more, it says that and nothing of what
/// was so before.
/// </summary>
internal sealed class LastMetrics(string organization, TimeProvider clock)
{
    private readonly string _none = BusinessMetrics.OfNoLook(organization, "").ToString();
    private volatile Seen? _seen;

    public string Text => _seen is { } seen && seen.Since.Value <= AlertWatch.LatestAfter(seen.Took) ? seen.Text : _none;

    /// <param name="took">How long the look took: the next comes the later.</param>
    public void Saw(Exposition metrics, TimeSpan took) => _seen = new(metrics.ToString(), took, new(clock));

    public void SawNothing() => _seen = null;

    private sealed record Seen(string Text, TimeSpan Took, PassedTime Since);
}
