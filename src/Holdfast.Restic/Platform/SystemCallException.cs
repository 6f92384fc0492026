using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>The system refused a call. The message reads <c>open /srv/a: Permission denied</c>.</summary>
public sealed class SystemCallException : IOException
{
    internal SystemCallException(string call, ReadOnlySpan<byte> path, int error)
        : base($"{call} {Printable(path)}: {Marshal.GetPInvokeErrorMessage(error)}", error) => Error = error; // .NET, too, has errno where Windows has its code.

    private SystemCallException(string message, SystemCallException inner)
        : base(message, inner) => (Error, HResult) = (inner.Error, inner.Error);

    /// <summary>The system's error number (errno).</summary>
    public int Error { get; }

    /// <summary>The same of a file that has its name only once it is whole: people know that name.</summary>
    internal SystemCallException Of(string temporary) => new(Message.Replace(temporary, "", StringComparison.Ordinal), this);

    internal static SystemCallException Last(string call, ReadOnlySpan<byte> path) => new(call, path, Marshal.GetLastPInvokeError());

    /// <summary>A name for people: bytes that are not UTF-8 become replacement characters.</summary>
    internal static string Printable(ReadOnlySpan<byte> path) => Encoding.UTF8.GetString(path);
}
