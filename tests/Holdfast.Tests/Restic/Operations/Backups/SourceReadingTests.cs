using System.Text;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Backups;

public sealed class SourceReadingTests : RepositoryFixture
{
    [Fact]
    public async Task A_large_hole_is_not_read_and_comes_back_as_zeros()
    {
        var data = new byte[3_000_000];
        new Random(7).NextBytes(data);
        const long hole = 100L << 20;
        using (var file = File.Create(Path.Combine(Source, "sparse")))
        {
            file.Write(data);
            file.Seek(hole, SeekOrigin.Current);
            file.Write(data);
            file.SetLength(file.Length + 700_001);
        }

        var report = await BackupAsync();
        var second = await Repository.BackupAsync(Request() with { Parent = ParentChoice.None }, null, Ct);

        Assert.InRange(report.BytesAdded, data.Length, (3 * data.Length) + (2 << 20) + 400_000);
        Assert.Equal(0, second.Summary.DataBlobs);
        Assert.Equal((2 * data.Length) + hole + 700_001, report.BytesProcessed);
        await using var check = new ComparingStream(data, hole);
        await Repository.DumpAsync(await LatestAsync(), "/data/sparse", check, Ct);
        Assert.Equal(report.BytesProcessed, check.Seen);
    }

    [Fact]
    public async Task A_file_that_is_made_up_when_it_is_read_is_stored_as_what_can_be_read()
    {
        // The one says that it is 0 bytes long, the other 4096.
        var request = Request(new PathTarget("/proc/version", "/version"), new PathTarget("/sys/kernel/fscaps", "/fscaps"));
        var report = await Repository.BackupAsync(request, null, Ct);

        Assert.Empty(report.Missed);
        var snapshot = await LatestAsync();
        Assert.Equal(RawFile.ReadAll("/proc/version"), await Repository.ReadFileAsync(snapshot, "/version", Ct));
        Assert.Equal(RawFile.ReadAll("/sys/kernel/fscaps"), await Repository.ReadFileAsync(snapshot, "/fscaps", Ct));
        Assert.True((await Repository.CheckAsync(new(ReadData: true), null, Ct)).IsGood);
    }

    [Fact]
    public async Task Folders_deeper_than_any_path_may_be_long_are_backed_up()
    {
        // 40 names of 200 bytes: twice what the system takes as one path.
        var name = Encoding.ASCII.GetBytes(new string('d', 200));
        var folders = new Stack<OpenFile>();
        folders.Push(Posix.OpenPath(Encoding.UTF8.GetBytes(Source), Libc.DirectoryOnly));
        try
        {
            for (var i = 0; i < 40; i++)
            {
                Posix.MakeFolderAt(folders.Peek(), name, 0x1ed);
                folders.Push(Posix.OpenFolderAt(folders.Peek(), name));
            }

            using (var file = Posix.OpenAt(folders.Peek(), "deepest"u8, Libc.WriteOnly | Libc.Create, 0x1a4))
            {
                file.Write("found"u8);
            }

            var report = await BackupAsync();

            Assert.Empty(report.Missed);
            Assert.Equal(1, report.FilesNew);
            var path = "/data/" + string.Concat(Enumerable.Repeat(new string('d', 200) + "/", 40)) + "deepest";
            Assert.Equal("found"u8.ToArray(), await Repository.ReadFileAsync(await LatestAsync(), path, Ct));
        }
        finally
        {
            // What .NET could not: it names every file by its path.
            Posix.RemoveAt(folders.Peek(), "deepest"u8, isFolder: false);
            while (folders.Count > 1)
            {
                folders.Pop().Dispose();
                Posix.RemoveAt(folders.Peek(), name, isFolder: true);
            }

            folders.Pop().Dispose();
        }
    }

    [Fact]
    public async Task A_pipe_is_kept_as_a_pipe_and_never_waited_for()
    {
        using var folder = Posix.OpenPath(Encoding.UTF8.GetBytes(Source), Libc.DirectoryOnly);
        Posix.MakeSpecialAt(folder, "pipe"u8, FileStatus.Fifo | 0x1a4, 0);
        var report = await BackupAsync();
        Assert.Empty(report.Missed);
        Assert.Equal(0, report.FilesNew);
        Assert.Equal(NodeType.Fifo, (await NodesAsync()).Single(n => n.RawName.Span.SequenceEqual("pipe"u8)).Type);
    }

    [Fact]
    public async Task Names_of_any_bytes_are_found_and_stored()
    {
        using var folder = Posix.OpenPath(Encoding.UTF8.GetBytes(Source), Libc.DirectoryOnly);
        byte[] name = [(byte)'b', 0xff, (byte)'\n', (byte)'"'];
        Posix.OpenAt(folder, name, Libc.WriteOnly | Libc.Create, 0x1a4).Dispose();
        byte[] path = [.. Encoding.UTF8.GetBytes(Source), (byte)'/', .. name];

        var report = await Repository.BackupAsync(Request(new RawPathTarget(path)), null, Ct);

        Assert.Equal((1, 0), (report.FilesNew, report.Missed.Count));
        Assert.Contains(await NodesAsync(), n => n.RawName.Span.SequenceEqual(name));
        Posix.RemoveAt(folder, name, isFolder: false);
    }

    [Theory]
    [InlineData("a//b/./c/", "a/b/c")]
    [InlineData("a/../../b", "../b")]
    [InlineData("/../a", "/a")]
    [InlineData("", ".")]
    [InlineData("..", "..")]
    [InlineData("/", "/")]
    public void The_shortest_path_says_the_same(string path, string clean) => Assert.Equal(clean, RawPath.Of(path).Clean().ToString());

    private async Task<IReadOnlyList<TreeNode>> NodesAsync()
    {
        var nodes = new List<TreeNode>();
        await foreach (var listed in Repository.ListAsync(await LatestAsync(), "/", recursive: true, Ct))
        {
            nodes.Add(listed.Node);
        }

        return nodes;
    }

    // Data, a hole, data, and zeros to the end.
    private sealed class ComparingStream(byte[] data, long hole) : Stream
    {
        internal long Seen { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Seen;

        public override long Position
        {
            get => Seen;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            foreach (var b in buffer.AsSpan(offset, count))
            {
                var inSecond = Seen - data.Length - hole;
                var expected = Seen < data.Length ? data[Seen] : inSecond >= 0 && inSecond < data.Length ? data[inSecond] : 0;
                if (b != expected)
                {
                    throw new InvalidDataException($"byte {Seen} is {b}, not {expected}");
                }

                Seen++;
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.ToArray(), 0, buffer.Length);
            return ValueTask.CompletedTask;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
