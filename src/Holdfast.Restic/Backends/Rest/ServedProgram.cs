using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends.Rest;

/// <summary>A program that serves HTTP on its standard input and output: started when it is first asked, and again when it ended.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private readonly IReadOnlyList<string> _command;
    private readonly SemaphoreSlim _starting = new(1);
    private PipedProgram? _program;

    internal ServedProgram(IReadOnlyList<string> command)
    {
        _command = command;
        Handler = new()
        {
            UseProxy = false, AllowAutoRedirect = false, UseCookies = false, EnableMultipleHttp2Connections = false,
            ConnectCallback = (_, ct) => StartAsync(ct),
        };
    }

    internal SocketsHttpHandler Handler { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _program, null) is { } program)
        {
            await program.DisposeAsync();
        }
    }

    /// <returns>How it ended and what it said, when it has ended or did not do what it is for.</returns>
    internal async Task<string?> LastWordsAsync() => _program is { } program ? await program.EndAsync() : null;

    private async ValueTask<Stream> StartAsync(CancellationToken ct)
    {
        await _starting.WaitAsync(ct);
        try
        {
            if (_program is { } ended)
            {
                _program = null;
                await ended.DisposeAsync();
            }

            _program = HelperProgram.Start(_command, "install rclone, or name it with -o rclone.program=...");
            return new PipedStream(_program);
        }
        finally
        {
            _starting.Release();
        }
    }
}
