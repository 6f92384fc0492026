using System.Text.Json;

namespace Holdfast.Cli.Repo;

/// <summary>
/// One line on a terminal that is written over and is gone at the end. Nothing where nobody watches: into a file or a pipe, with
/// <c>--quiet</c>, and in the first second.
/// </summary>
internal sealed class ShownProgress : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly RepoContext _context;
    private readonly string _act;
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private readonly bool _isWatched;
    private readonly Lock _gate = new();
    private bool _isShown, _isOver;

    internal ShownProgress(RepoContext context, string act)
    {
        (_context, _act) = (context, act);
        _isWatched = !context.Json && !context.Quiet && !Console.IsErrorRedirected && ReferenceEquals(context.Errors, Console.Error);
    }

    internal TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_begun);

    internal void Show(string text)
    {
        lock (_gate)
        {
            if (_isWatched && !_isOver && Elapsed > Silence)
            {
                var line = $"{_act}: {Elapsed:hh\\:mm\\:ss}  {text}";
                var width = Math.Max(20, Console.WindowWidth - 1);
                _context.Errors.Write("\r" + (line.Length > width ? line[..width] : line.PadRight(width)));
                _isShown = true;
            }
        }
    }

    /// <summary>A line of JSON, never in between another.</summary>
    internal void Line(Action<Utf8JsonWriter> members)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                JsonLine.Write(_context.Output, members);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isShown && !_isOver)
            {
                _context.Errors.Write("\r" + new string(' ', Math.Max(20, Console.WindowWidth - 1)) + "\r");
            }

            _isOver = true;
        }
    }
}
