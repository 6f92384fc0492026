using System.Buffers.Binary;
using System.Collections.Concurrent;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends.Sftp;

/// <summary>
/// A running ssh and the packets that go to and fro: many requests may be under way at once, each answer finds its own. When the line breaks, every request under way
/// and every later one fails as transient, saying how ssh ended; someone makes a new connection then.
/// </summary>
internal sealed class SftpConnection : IAsyncDisposable
{
    // OpenSSH sends no packet larger than 256 KiB; a length beyond that is no packet but, say, the greeting of a login script.
    private const int LargestPacket = 256 << 10;

    private readonly PipedProgram _program;
    private readonly string _location;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _stuckAfter;
    private readonly ConcurrentDictionary<uint, TaskCompletionSource<SftpReply>> _waiting = [];
    private readonly SemaphoreSlim _writing = new(1); // Never disposed of: others may wait on it when a broken connection is replaced.
    private readonly Func<string, RepositoryException>? _notReached;
    private readonly TaskCompletionSource<SftpReply> _greeting = Waiter();
    private readonly ITimer _watch;
    private readonly Task _reading;
    private volatile RepositoryException? _broken;
    private long _heard;
    private uint _lastId;

    private SftpConnection(PipedProgram program, string location, TimeProvider clock, TimeSpan stuckAfter, Func<string, RepositoryException>? notReached)
    {
        (_program, _location, _clock, _stuckAfter, _notReached) = (program, location, clock, stuckAfter, notReached);
        _heard = clock.GetTimestamp();
        _watch = clock.CreateTimer(_ => KillIfStuck(), null, stuckAfter / 4, stuckAfter / 4);
        _reading = Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>What the server offers beyond the protocol.</summary>
    internal HashSet<string> Extensions { get; } = new(StringComparer.Ordinal);

    internal bool IsBroken => _broken is not null;

    /// <param name="notReached">Says why the server was not reached, of how the program ended; null: in the program's own words.</param>
    /// <exception cref="RepositoryException">There is no answer; it says what ssh said.</exception>
    internal static async Task<SftpConnection> OpenAsync(
        IReadOnlyList<string> command, string location, TimeProvider clock, TimeSpan stuckAfter, Func<string, RepositoryException>? notReached, CancellationToken ct)
    {
        var program = HelperProgram.Start(command, "install OpenSSH's client, or name another program with -o sftp.command=...");
        var connection = new SftpConnection(program, location, clock, stuckAfter, notReached);
        try
        {
            await connection.GreetAsync(ct);
            return connection;
        }
        catch // Whatever it was, no one else would end the program.
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="RepositoryException">The line broke, transient.</exception>
    internal async Task<SftpReply> AskAsync(SftpRequest request, CancellationToken ct)
    {
        if (_waiting.IsEmpty)
        {
            // The line was silent because no one asked.
            Interlocked.Exchange(ref _heard, _clock.GetTimestamp());
        }

        var id = Interlocked.Increment(ref _lastId);
        var answer = _waiting[id] = Waiter();
        try
        {
            await SendAsync(request.Finish(id), ct);
        }
        catch // Whatever it was, no answer will come for a request that was not sent.
        {
            _waiting.TryRemove(id, out _);
            throw;
        }

        // Whoever gives up leaves the answer to no one; the packets of the others stay in step.
        return await answer.Task.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await _program.EndAsync();
        await _reading;
        await _program.DisposeAsync();
    }

    private static TaskCompletionSource<SftpReply> Waiter() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task GreetAsync(CancellationToken ct)
    {
        await SendAsync(new SftpRequest(SftpWords.Init, 0).Finish(SftpWords.Version), ct);
        var reply = await _greeting.Task.WaitAsync(ct);
        try
        {
            var version = reply.Number();
            if (version != SftpWords.Version)
            {
                throw new RepositoryException(RepositoryFault.Unsupported, $"the server of {_location} speaks version {version} of SFTP, not {SftpWords.Version}");
            }

            while (!reply.IsAtEnd)
            {
                var name = reply.Text();
                reply.Bytes();
                Extensions.Add(name);
            }
        }
        catch (InvalidDataException e)
        {
            throw Broken(e.Message);
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> packet, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            if (_broken is { } broken)
            {
                throw broken;
            }

            // Not cancelled half-way: what follows half a packet would be read as the rest of it.
            await _program.Input.WriteAsync(packet, CancellationToken.None);
            await _program.Input.FlushAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reader sees the end as well and knows how ssh ended.
            throw _broken ??= Ended(await _program.EndAsync());
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAll()
    {
        string why;
        try
        {
            var head = new byte[5];
            while (true)
            {
                _program.Output.ReadExactly(head);
                Take(head);
                Interlocked.Exchange(ref _heard, _clock.GetTimestamp());
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            why = e is InvalidDataException ? e.Message : "";
        }

        if (why.Length > 0)
        {
            _program.Kill();
        }

        var words = await _program.EndAsync();
        _broken ??= why.Length > 0 ? Broken(why) : Ended(words);
        _greeting.TrySetException(_broken);
        foreach (var waiter in _waiting.Values)
        {
            waiter.TrySetException(_broken);
        }
    }

    private void Take(ReadOnlySpan<byte> head)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length is < 5 or > LargestPacket)
        {
            throw new InvalidDataException("the other side does not speak SFTP; perhaps a login script of that user prints something");
        }

        var rest = new byte[length - 1];
        _program.Output.ReadExactly(rest);
        var type = head[4];
        if (type == SftpWords.VersionReply)
        {
            _greeting.TrySetResult(new(type, rest));
            return;
        }

        var reply = new SftpReply(type, rest);
        if (_waiting.TryRemove(reply.Number(), out var waiter))
        {
            waiter.TrySetResult(reply);
        }
    }

    private void KillIfStuck()
    {
        if ((!_waiting.IsEmpty || !_greeting.Task.IsCompleted) && _clock.GetElapsedTime(Interlocked.Read(ref _heard)) > _stuckAfter)
        {
            _broken ??= Broken($"no answer for {_stuckAfter.TotalMinutes:0.#} minutes");
            _program.Kill();
        }
    }

    private RepositoryException Ended(string how) => _notReached is null || _greeting.Task.IsCompletedSuccessfully ? Broken(how) : _notReached(how);

    private RepositoryException Broken(string why) =>
        new(RepositoryFault.Storage, $"the connection to {_location} broke off: {why}", isTransient: true);
}
