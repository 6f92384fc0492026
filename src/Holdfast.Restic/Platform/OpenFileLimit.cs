using System.ComponentModel;
using System.Net.Sockets;

namespace Holdfast.Restic.Platform;

/// <summary>How many files this process may have open at a time, sockets and pipes among them.</summary>
public static unsafe class OpenFileLimit
{
    // The runtime alone has some 40 open. Where fewer than this may be, work breaks off anywhere.
    private const long Needed = 128;

    public const string Hint = "raise it with \"ulimit -n 1024\", or LimitNOFILE= of the unit, and run the same again; what was done before is kept";

    /// <summary>Null: it is not known.</summary>
    public static long? Allowed
    {
        get
        {
            const int openFiles = 7; // RLIMIT_NOFILE
            var limits = stackalloc ulong[2];
            return Libc.getrlimit(openFiles, limits) == 0 ? (long)Math.Min(limits[0], long.MaxValue) : null;
        }
    }

    /// <summary>Why nothing should be begun here; null: there are enough.</summary>
    public static string? Shortage =>
        Allowed is { } allowed and < Needed ? $"only {allowed} files may be open at a time, and Holdfast needs {Needed}; nothing was begun" : null;

    /// <summary>Whether something failed because no more files could be opened.</summary>
    public static bool IsCauseOf(Exception? failure) => failure switch
    {
        null => false,
        SystemCallException { Error: Libc.TooManyOpen or Libc.TooManyFiles } => true,
        SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } => true,
        Win32Exception { NativeErrorCode: Libc.TooManyOpen or Libc.TooManyFiles } => true,
        IOException { HResult: Libc.TooManyOpen or Libc.TooManyFiles } => true,
        AggregateException all => all.InnerExceptions.Any(IsCauseOf),
        _ => IsCauseOf(failure.InnerException),
    };
}
