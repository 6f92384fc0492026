namespace Holdfast.Cli.Repo;

/// <summary>How fast something goes: over the last quarter of a minute, so that a slow beginning does not spoil the forecast for hours.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15), Spacing = TimeSpan.FromSeconds(0.5);

    private readonly Queue<(TimeSpan At, long Done)> _samples = [];
    private (TimeSpan At, long Done) _newest;

    /// <param name="at">Since the beginning.</param>
    /// <returns>So much a second; null while there is too little to tell.</returns>
    internal double? Observe(TimeSpan at, long done)
    {
        if (done < _newest.Done)
        {
            // Something else is counted from here on.
            _samples.Clear();
        }

        if (_samples.Count == 0 || at - _newest.At >= Spacing)
        {
            _samples.Enqueue(_newest = (at, done));
        }

        while (_samples.Count > 2 && at - _samples.Peek().At > Window)
        {
            _samples.Dequeue();
        }

        var (since, before) = _samples.Peek();
        return at - since >= Spacing ? (done - before) / (at - since).TotalSeconds : null;
    }
}
