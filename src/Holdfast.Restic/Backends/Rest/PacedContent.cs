using System.Net;

namespace Holdfast.Restic.Backends.Rest;

/// <summary>A file on its way to the server, piece by piece, so that its speed can be limited and a stuck one noticed.</summary>
/// <param name="moved">Told after each piece.</param>
internal sealed class PacedContent(ReadOnlyMemory<byte> content, Pace pace, Action moved) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var at = 0; at < content.Length; at += Pace.Piece)
        {
            var piece = content.Slice(at, Math.Min(Pace.Piece, content.Length - at));
            await pace.TakeAsync(piece.Length, cancellationToken);
            await stream.WriteAsync(piece, cancellationToken);
            moved();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Length;
        return true;
    }
}
