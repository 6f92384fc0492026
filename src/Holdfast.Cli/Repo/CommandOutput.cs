using System.ComponentModel;
using System.Diagnostics;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Cli.Repo;

/// <summary>
/// What a command prints, as a stream that ends well only if the command does: a dump that broke off must not become a snapshot. What it
/// says on standard error goes where ours goes.
/// </summary>
internal sealed class CommandOutput : Stream
{
    private readonly IReadOnlyList<string> _command;
    private Process? _process;

    /// <param name="command">Its name and arguments. It is started when the first of its output is wanted.</param>
    internal CommandOutput(IReadOnlyList<string> command) => _command = command;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _process ??= Start();
        var read = await _process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            return read;
        }

        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0 ? 0 : throw new RepositoryException(
            RepositoryFault.Request, $"command failed: {_command[0]} ended with exit status {_process.ExitCode}", "no snapshot was made");
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _process is not null)
        {
            if (!_process.HasExited)
            {
                // The backup is given up; no one reads on.
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }

        base.Dispose(disposing);
    }

    private Process Start()
    {
        try
        {
            var start = RawProgram.Of(_command);
            start.RedirectStandardOutput = true;
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new RepositoryException(RepositoryFault.Request, $"failed to start command: {e.Message}", "no snapshot was made", e);
        }
    }
}
