using System.Runtime.InteropServices;
using System.Text.Json;
using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>
/// Tells how far a long work is, while it lasts. On a terminal it is one line of standard error that is written over and is gone at the end;
/// with <c>--json</c> it is restic's <c>status</c> lines on standard output. Into a file or a pipe it is plain lines, and only when
/// <c>RESTIC_PROGRESS_FPS</c> asks for them or the signal SIGUSR1 does. With <c>--quiet</c> and in a terminal's first second it is nothing.
/// What is shown may be set from any thread and as often as one likes: it is only kept, and told at its own pace.
/// </summary>
internal sealed class ShownProgress : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    // Linux's number for it; .NET names only a few signals but takes them all.
    private const PosixSignal TellNow = (PosixSignal)10;

    private readonly RepoContext _context;
    private readonly string _act;
    private readonly TimeProvider _clock;
    private readonly bool _isTerminal;
    private readonly long _begun;
    private readonly ITimer? _timer;
    private readonly PosixSignalRegistration? _signal;
    private readonly RateMeter _rate = new();
    private readonly Lock _gate = new();
    private Action<Utf8JsonWriter>? _status;
    private (Measure? Measure, string Detail) _shown;
    private bool _isSet, _isOnScreen, _isOver, _isSilent;

    /// <param name="act">What is being done: "backing up".</param>
    internal ShownProgress(RepoContext context, string act)
        : this(context, act, TimeProvider.System, IsWatched(context))
    {
    }

    /// <param name="isTerminal">Whether standard error is one.</param>
    internal ShownProgress(RepoContext context, string act, TimeProvider clock, bool isTerminal)
    {
        (_context, _act, _clock, _isTerminal) = (context, act, clock, isTerminal && !context.Json);
        _begun = clock.GetTimestamp();
        if (context.Quiet)
        {
            return;
        }

        var asked = ProgressPace.Asked(Environment.GetEnvironmentVariable("RESTIC_PROGRESS_FPS"));
        if (_isTerminal || context.Json || asked is not null)
        {
            var pace = asked ?? ProgressPace.Default;
            _timer = clock.CreateTimer(_ => Tell(isAsked: false), null, pace, pace);
        }

        if (OperatingSystem.IsLinux())
        {
            _signal = PosixSignalRegistration.Create(TellNow, signal =>
            {
                // Else it would end the program, which is what it does to those who do not listen.
                signal.Cancel = true;
                Tell(isAsked: true);
            });
        }
    }

    internal TimeSpan Elapsed => _clock.GetElapsedTime(_begun);

    /// <summary>For people: how far it is, in words.</summary>
    internal void Show(string detail) => Keep(null, detail);

    /// <summary>For people: how far it is, with percentage, rate and remaining time where they are known.</summary>
    internal void Show(Measure measure, string detail = "") => Keep(measure, detail);

    /// <summary>For programs: the members of restic's <c>status</c> after <c>message_type</c>; only the newest is told.</summary>
    internal void Status(Action<Utf8JsonWriter> members)
    {
        lock (_gate)
        {
            _status = members;
        }
    }

    /// <summary>A line of JSON at once, never in between another.</summary>
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

    /// <summary>Writes lines for people while the progress goes on; they do not run into it.</summary>
    internal void Aside(Action write)
    {
        lock (_gate)
        {
            Clear();
            write();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Clear();
            _isOver = true;
        }

        _timer?.Dispose();
        _signal?.Dispose();
    }

    private static bool IsWatched(RepoContext context) =>
        !Console.IsErrorRedirected && context.IsErrorOurs && Environment.GetEnvironmentVariable("TERM") != "dumb";

    private void Keep(Measure? measure, string detail)
    {
        lock (_gate)
        {
            (_shown, _isSet) = ((measure, detail), true);
        }
    }

    private void Tell(bool isAsked)
    {
        lock (_gate)
        {
            if (_isOver || _isSilent)
            {
                return;
            }

            try
            {
                TellHowFar(isAsked);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A full disk under a log, or no one there any more. The work is worth more than its progress, and on a timer's thread
                // no one could hear of it; whatever has to be said at the end fails again, and then someone does.
                _isSilent = true;
            }
        }
    }

    private void TellHowFar(bool isAsked)
    {
        if (_context.Json)
        {
            TellProgram();
        }
        else if (_isSet && (isAsked || !_isTerminal || Elapsed > Silence))
        {
            TellPeople();
        }
    }

    private void TellProgram()
    {
        if (_status is { } members)
        {
            JsonLine.Write(_context.Output, j =>
            {
                j.WriteString("message_type", "status");
                members(j);
            });
        }
    }

    private void TellPeople()
    {
        var (measure, detail) = _shown;
        var measured = measure?.Text(_rate.Observe(Elapsed, measure.Value.Done));
        var line = $"[{Measure.Clock(Elapsed)}] {_act}: {string.Join("  ", new[] { measured, TerminalText.Safe(detail) }.Where(t => t?.Length > 0))}";
        if (!_isTerminal)
        {
            _context.Errors.WriteLine(line);
            return;
        }

        // One column stays free: some terminals begin a new line when the last is filled.
        _context.Errors.Write("\r\e[2K" + TerminalText.Cut(line, Math.Max(20, Console.WindowWidth - 1)));
        _isOnScreen = true;
    }

    private void Clear()
    {
        if (_isOnScreen)
        {
            _context.Errors.Write("\r\e[2K");
            _isOnScreen = false;
        }
    }
}
