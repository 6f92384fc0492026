using System.IO.Compression;
using System.Text;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Dumps;

/// <summary>A zip file with what that format can hold.</summary>
internal sealed class ZipFile : IArchive
{
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero), Latest = new(2107, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip;
    private Stream? _entry;

    internal ZipFile(Stream output) => _zip = new(output, ZipArchiveMode.Create, leaveOpen: true);

    public async Task BeginAsync(ArchiveEntry entry, CancellationToken ct)
    {
        await EndEntryAsync();
        var node = entry.Node;
        if (node.Type is not (NodeType.File or NodeType.Folder or NodeType.Symlink))
        {
            return;
        }

        var isFolder = node.Type == NodeType.Folder;
        var made = _zip.CreateEntry(
            Encoding.UTF8.GetString(entry.Path) + (isFolder ? "/" : ""), node.Type == NodeType.File ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        var time = node.Modified.ToDateTimeOffset();
        made.LastWriteTime = time < Earliest ? Earliest : time > Latest ? Latest : time;

        // The permissions and the type as Unix has them stand in the upper half; the lower is DOS's mark for a folder.
        made.ExternalAttributes = (int)((NodeMode.PosixPermissions(node.Mode) | PosixType(node.Type)) << 16) | (isFolder ? 0x10 : 0);
        _entry = made.Open();
        await _entry.WriteAsync(node.Type == NodeType.Symlink ? node.LinkTarget : default, ct);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (_entry is not null)
        {
            await _entry.WriteAsync(content, ct);
        }
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        await EndEntryAsync();

        // This is what writes the directory at the end.
        await _zip.DisposeAsync();
    }

    // Not _zip, which would then write its directory: an archive that is cut off must not look whole.
    public void Dispose() => _entry = null;

    private static uint PosixType(NodeType type) => type switch
    {
        NodeType.Folder => FileStatus.Folder,
        NodeType.Symlink => FileStatus.Symlink,
        _ => FileStatus.Regular,
    };

    private async Task EndEntryAsync()
    {
        if (_entry is not null)
        {
            await _entry.DisposeAsync();
            _entry = null;
        }
    }
}
