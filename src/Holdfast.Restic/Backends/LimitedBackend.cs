namespace Holdfast.Restic.Backends;

/// <summary>
/// Keeps a backend to so many bytes a second, for those that do not pace themselves. A file is saved in one call, so it goes at full speed and the next one waits for it;
/// loads go piece by piece. Locks are not held up: they are small, and one refreshed too late is lost.
/// </summary>
internal sealed class LimitedBackend(IBackend inner, Pace upload, Pace download) : WrappedBackend(inner)
{
    public override async Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (file.Kind != FileKind.Lock)
        {
            await upload.TakeAsync(content.Length, ct);
        }

        await Inner.SaveAsync(file, content, ct);
    }

    public override async Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        if (!download.IsLimited || file.Kind == FileKind.Lock)
        {
            await Inner.LoadAsync(file, offset, buffer, ct);
            return;
        }

        for (var done = 0; done < buffer.Length || done == 0;)
        {
            var piece = buffer[done..Math.Min(buffer.Length, done + Pace.Piece)];
            await download.TakeAsync(piece.Length, ct);
            await Inner.LoadAsync(file, offset + done, piece, ct);
            done += Math.Max(1, piece.Length);
        }
    }
}
