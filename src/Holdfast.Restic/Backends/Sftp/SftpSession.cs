namespace Holdfast.Restic.Backends.Sftp;

/// <summary>The requests that we make of a server. A refusal is an <see cref="SftpStatusException"/>.</summary>
internal sealed class SftpSession(SftpConnection connection) : IAsyncDisposable
{
    /// <summary>Every server must take requests and give answers of so many bytes of content.</summary>
    internal const int Piece = 32 << 10;

    internal bool IsBroken => connection.IsBroken;

    internal bool CanFlush => connection.Extensions.Contains(SftpWords.Fsync);

    internal bool CanReplace => connection.Extensions.Contains(SftpWords.PosixRename);

    internal async Task<ReadOnlyMemory<byte>> OpenAsync(string path, uint flags, uint? mode, CancellationToken ct)
    {
        var request = new SftpRequest(SftpWords.Open).Text(path).Number(flags).Number(mode is null ? 0 : SftpWords.HasMode);
        if (mode is { } bits)
        {
            request.Number(bits);
        }

        return (await AskAsync(request, SftpWords.Handle, ct)).Bytes();
    }

    internal Task CloseAsync(ReadOnlyMemory<byte> handle, CancellationToken ct) => DoAsync(new SftpRequest(SftpWords.Close).Bytes(handle.Span), ct);

    /// <returns>Bytes that were read: fewer than asked, if the server likes; none at the end of the file.</returns>
    internal async Task<int> ReadAsync(ReadOnlyMemory<byte> handle, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        var reply = await connection.AskAsync(
            new SftpRequest(SftpWords.Read).Bytes(handle.Span).Long(offset).Number((uint)buffer.Length), ct);
        if (reply.Type != SftpWords.Data)
        {
            return RefusalOf(reply) is { Code: SftpWords.EndOfFile } ? 0 : throw RefusalOf(reply)!;
        }

        var data = reply.Bytes();
        if (data.Length > buffer.Length)
        {
            throw new InvalidDataException("the SFTP server answered with more than it was asked for");
        }

        data.CopyTo(buffer);
        return data.Length;
    }

    internal Task WriteAsync(ReadOnlyMemory<byte> handle, long offset, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        DoAsync(new SftpRequest(SftpWords.Write, content.Length + 300).Bytes(handle.Span).Long(offset).Bytes(content.Span), ct);

    /// <summary>Waits until the file is on the server's disk. Only where <see cref="CanFlush"/>.</summary>
    internal Task FlushAsync(ReadOnlyMemory<byte> handle, CancellationToken ct) =>
        DoAsync(new SftpRequest(SftpWords.Extended).Text(SftpWords.Fsync).Bytes(handle.Span), ct);

    /// <returns>Null when there is nothing of that name.</returns>
    internal async Task<SftpAttributes?> StatusAsync(string path, CancellationToken ct)
    {
        try
        {
            return (await AskAsync(new SftpRequest(SftpWords.LinkStatus).Text(path), SftpWords.Attributes, ct)).Attributes();
        }
        catch (SftpStatusException e) when (e.Code == SftpWords.NoSuchFile)
        {
            return null;
        }
    }

    internal Task RemoveAsync(string path, CancellationToken ct) => DoAsync(new SftpRequest(SftpWords.Remove).Text(path), ct);

    internal Task MakeFolderAsync(string path, uint mode, CancellationToken ct) =>
        DoAsync(new SftpRequest(SftpWords.MakeFolder).Text(path).Number(SftpWords.HasMode).Number(mode), ct);

    /// <summary>By the protocol it refuses a name that exists.</summary>
    internal Task RenameAsync(string from, string to, CancellationToken ct) => DoAsync(new SftpRequest(SftpWords.Rename).Text(from).Text(to), ct);

    /// <summary>Replaces what has the name. Only where <see cref="CanReplace"/>.</summary>
    internal Task ReplaceAsync(string from, string to, CancellationToken ct) =>
        DoAsync(new SftpRequest(SftpWords.Extended).Text(SftpWords.PosixRename).Text(from).Text(to), ct);

    /// <returns>Bytes that we may still use on the file system of a path; null when the server does not tell.</returns>
    internal async Task<ulong?> FreeAsync(string path, CancellationToken ct)
    {
        if (!connection.Extensions.Contains(SftpWords.FreeSpace))
        {
            return null;
        }

        var reply = await AskAsync(new SftpRequest(SftpWords.Extended).Text(SftpWords.FreeSpace).Text(path), SftpWords.ExtendedReply, ct);
        reply.Long(); // The block size; the next one is what the counts are in.
        var unit = (ulong)reply.Long();
        reply.Long();
        reply.Long();
        return unit * (ulong)reply.Long();
    }

    /// <summary>What is in a folder, without . and .. themselves; all of it or an error.</summary>
    internal async Task<List<(string Name, SftpAttributes Attributes)>> ListAsync(string path, CancellationToken ct)
    {
        var handle = (await AskAsync(new SftpRequest(SftpWords.OpenFolder).Text(path), SftpWords.Handle, ct)).Bytes();
        try
        {
            List<(string, SftpAttributes)> entries = [];
            while (true)
            {
                var reply = await connection.AskAsync(new SftpRequest(SftpWords.ReadFolder).Bytes(handle.Span), ct);
                if (reply.Type != SftpWords.Name)
                {
                    return RefusalOf(reply) is { Code: SftpWords.EndOfFile } ? entries : throw RefusalOf(reply)!;
                }

                for (var count = reply.Number(); count > 0; count--)
                {
                    var name = reply.Text();
                    reply.Bytes(); // The same for people to read, as ls prints it.
                    var attributes = reply.Attributes();

                    // Taken for neither a file nor a folder it would be missing from the listing, and no one would know.
                    entries.Add(attributes.Mode is not null ? (name, attributes)
                        : throw new InvalidDataException("the SFTP server does not tell files from folders"));
                }
            }
        }
        finally
        {
            CloseSoon(handle);
        }
    }

    /// <summary>Closes what was only read; no one need wait for that.</summary>
    internal void CloseSoon(ReadOnlyMemory<byte> handle) =>
        _ = CloseAsync(handle, CancellationToken.None).ContinueWith(
            static t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task DoAsync(SftpRequest request, CancellationToken ct)
    {
        if (RefusalOf(await connection.AskAsync(request, ct)) is { } refusal)
        {
            throw refusal;
        }
    }

    private async Task<SftpReply> AskAsync(SftpRequest request, byte expected, CancellationToken ct)
    {
        var reply = await connection.AskAsync(request, ct);
        return reply.Type == expected ? reply
            : throw (Exception?)RefusalOf(reply) ?? new InvalidDataException("the SFTP server says that it is done, and with what it does not say");
    }

    // Null: done.
    private static SftpStatusException? RefusalOf(SftpReply reply)
    {
        if (reply.Type != SftpWords.StatusReply)
        {
            throw new InvalidDataException($"the SFTP server answered with a packet of type {reply.Type}");
        }

        var code = reply.Number();
        return code == SftpWords.Good ? null : new(code, reply.IsAtEnd ? "" : reply.Text());
    }
}
