using Microsoft.Win32.SafeHandles;

namespace Holdfast.Cli.Repo;

/// <summary>Standard output for content.</summary>
internal static class StandardOutput
{
    /// <summary>
    /// A stream to which writing fails when the reader of a pipe is gone. .NET's own one takes for written what no one gets, and a dump
    /// that broke off would end well.
    /// </summary>
    internal static Stream Open()
    {
        var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!pipe.CanSeek)
        {
            return pipe;
        }

        // A file: its place is shared with whoever else writes to it, which only the other one minds.
        pipe.Dispose();
        return Console.OpenStandardOutput();
    }
}
