using System.Diagnostics;
using System.Globalization;
using System.Text;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Rest;
using Holdfast.Restic.Backends.Sftp;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Packs;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Fuzzing;

/// <summary>
/// Hostile and broken input to everything that reads a repository's bytes. A failure names its seed; HOLDFAST_FUZZ_SEED repeats it, and
/// HOLDFAST_FUZZ_ROUNDS makes it run for longer.
/// </summary>
public sealed class DecoderFuzzTests(ITestOutputHelper output)
{
    // A reader may copy its input a few times and make objects of it; what it makes must follow from what is there, not from what that claims.
    private const long AllowedBytes = 16 << 20, AllowedBytesPerByte = 400;
    private static readonly TimeSpan AllowedTime = TimeSpan.FromSeconds(10);

    private static readonly SealingKey Key = SealingKey.CreateRandom();
    private static readonly FileName File = new(FileKind.Index, new string('a', 64));
    private static readonly BlobId Some = BlobId.Of("some"u8);

    private static readonly Dictionary<string, Decoder> Decoders = new()
    {
        ["config"] = new(5_000, Mutation.Json, json => ConfigFile.Decode(Key, Key.Seal(json)), Key.TryOpen(ConfigFile.CreateRandom().Encode(Key))!),
        ["key"] = new(3_000, Mutation.Json, Unlock, KeyFile.Create(Key, new("secret"), default, new(2, 1, 1)).Encode()),
        ["index"] = new(5_000, Mutation.Json, json => IndexFile.Decode(json, "it"), SomeIndex()),
        ["snapshot"] = new(5_000, Mutation.Json, json => SnapshotFile.Encode(SnapshotFile.Decode(json, default)), SomeSnapshot()),
        ["tree"] = new(5_000, Mutation.Json, json => Tree.Encode(Tree.Decode(json, Some)), SomeTree()),
        ["lock"] = new(5_000, Mutation.Json, Look, LockFile.Ours(isExclusive: true, DateTimeOffset.UnixEpoch).Encode()),
        ["pack header"] = new(5_000, Mutation.Bytes, DecodeHeader, Key.TryOpen(PackHeader.Encode(Key, SomeBlobs).AsSpan(..^PackHeader.LengthSize))!),
        ["pack"] = new(2_000, Mutation.Bytes, pack => Pack.Verify(Key, PackId.Of(pack), pack), SomePack()),
        ["zstd frame of a known size"] = new(5_000, Mutation.Bytes, frame => Zstd.Decompress(frame, new byte[5000]), Frames),
        ["zstd frame"] = new(5_000, Mutation.Bytes, frame => Zstd.Decompress(frame, 512 << 20, "it"), Frames),
        ["unpacked file"] = new(
            5_000, Mutation.Bytes, plaintext => UnpackedFile.Decode(Key, Key.Seal(plaintext), File), Key.TryOpen(UnpackedFile.Encode(Key, SomeIndex()))!, SomeIndex()),
        ["sealed object"] = new(5_000, Mutation.Bytes, stored => UnpackedFile.Decode(Key, stored, File), UnpackedFile.Encode(Key, SomeIndex())),
        ["listing of a REST server"] = new(
            3_000, Mutation.Json, json => ServerSaid(() => RestListing.Parse(json)),
            Encoding.ASCII.GetBytes($$"""[{"name":"{{Some}}","size":5},{"name":"x","size":0}]"""), Encoding.ASCII.GetBytes($"[\"{Some}\",\"y\"]")),
        ["packet of an SFTP server"] = new(5_000, Mutation.Bytes, packet => ServerSaid(() => ReadNames(packet)), SomeNames()),
        ["quoted name"] = new(
            10_000, Mutation.Bytes, text => GoQuote.Unquote(Encoding.Latin1.GetString(text)),
            [.. Enumerable.Range(0, 256).SelectMany(b => GoQuote.Quote([(byte)b]))], Encoding.ASCII.GetBytes(@"\U0001F600\u00e9\xff\777\a\\")),
        ["time"] = new(
            10_000, Mutation.Bytes, ReadTime, "2001-02-03T04:05:06.123456789+05:30"u8.ToArray(), "0000-01-01T00:00:00Z"u8.ToArray(), "9999-12-31T23:59:59.999999999Z"u8.ToArray()),
    };

    public static TheoryData<string> Names => [.. Decoders.Keys];

    private static byte[][] Frames => [Zstd.Compress(SomeIndex()), Zstd.Compress(new byte[5000]), FrameWithoutSize(), Zstd.Compress([]), Zstd.Compress([7])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_a_file_holds_it_is_read_or_refused_and_costs_no_more_than_it_is_long(string name)
    {
        var decoder = Decoders[name];
        var (seed, rounds) = (Seed(), Rounds(decoder.Rounds));
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        foreach (var valid in decoder.Valid)
        {
            decoder.Decode(valid);
        }

        for (var round = 0; round < rounds; round++)
        {
            var input = decoder.Mutate(decoder.Valid[random.Next(decoder.Valid.Length)], random);
            var (before, begun) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            try
            {
                decoder.Decode(input);
            }
            catch (RepositoryException e) when (e.Fault is RepositoryFault.Damaged or RepositoryFault.Unsupported)
            {
                // Refused, and so that people can be told.
            }
            catch (Exception e) // Any failure is told with the seed that makes it again.
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{Shown(input)}");
            }

            var (allocated, took) = (GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(begun));
            Assert.True(
                allocated < AllowedBytes + (AllowedBytesPerByte * input.Length) && took < AllowedTime,
                $"seed {seed}, round {round}: {allocated} bytes and {took} for {input.Length} bytes of input\n{Shown(input)}");
        }
    }

    internal static int Seed() =>
        int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_FUZZ_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next();

    internal static int Rounds(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("HOLDFAST_FUZZ_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : usual;

    private static string Shown(byte[] input) =>
        $"{Encoding.Latin1.GetString(input.AsSpan(0, Math.Min(input.Length, 2000)))}\n{Convert.ToHexString(input.AsSpan(0, Math.Min(input.Length, 500)))}";

    private static void Unlock(byte[] json)
    {
        var key = KeyFile.Decode(json, "it");

        // What is sane may still take seconds, by intent; here only what is quick.
        if (!key.Cost.IsSane || key.Cost.N * key.Cost.R * key.Cost.P <= 1 << 16)
        {
            key.TryOpen(new("secret"), "it");
        }
    }

    private static void Look(byte[] json)
    {
        var held = LockFile.Decode(json, "it");
        held.IsStale(DateTimeOffset.UnixEpoch);
        Assert.NotEmpty(held.ToString());
    }

    private static void DecodeHeader(byte[] plaintext)
    {
        var header = Key.Seal(plaintext);
        var size = SomeBlobs.Sum(b => b.Length) + header.Length + PackHeader.LengthSize;
        PackHeader.Decode(Key, default, size, header);
    }

    // What a server says is no repository's file: its nonsense has an exception of its own, which the backend turns into a failed call.
    private static void ServerSaid(Action read)
    {
        try
        {
            read();
        }
        catch (InvalidDataException e)
        {
            throw new RepositoryException(RepositoryFault.Unsupported, e.Message, inner: e);
        }
    }

    private static void ReadNames(byte[] packet)
    {
        var reply = new SftpReply(104, packet);
        for (var left = reply.Number(); left > 0; left--)
        {
            reply.Text();
            reply.Text();
            reply.Attributes();
        }
    }

    // Two names, each with its line for people and all that a server can say about it.
    private static byte[] SomeNames()
    {
        byte[] attributes = [0, 0, 0, 0x0f, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0x81, 0xa4, 0, 0, 0, 1, 0, 0, 0, 1];
        byte[] name = [0, 0, 0, 2, (byte)'a', (byte)'b', 0, 0, 0, 1, (byte)'l', .. attributes];
        return [0, 0, 0, 2, .. name, .. name];
    }

    private static void ReadTime(byte[] text)
    {
        if (FileTime.TryParse(Encoding.Latin1.GetString(text), out var time))
        {
            Assert.True(FileTime.TryParse(time.ToString(), out _));
            time.ToDateTimeOffset();
        }
    }

    private static PackedBlob[] SomeBlobs =>
    [
        new(new(BlobType.Tree, Some), 0, 40, 99), new(new(BlobType.Data, Some), 40, 300_000, 4_000_000), new(new(BlobType.Data, BlobId.Of("b"u8)), 300_040, 33, 1),
    ];

    private static byte[] SomeIndex() => IndexFile.Encode(
        [new(PackId.Of("a"u8), SomeBlobs), new(PackId.Of("b"u8), [new(new(BlobType.Data, Some), 0, 50, 0)]), new(PackId.Of("c"u8), [])]);

    private static byte[] SomeSnapshot() => SnapshotFile.Encode(new()
    {
        Id = default, Time = DateTimeOffset.UnixEpoch, Parent = new(Some.Value), Tree = Some, Paths = ["/a", "/b"], HostName = "host", UserName = "me",
        UserId = 7, GroupId = 8, Excludes = ["*.tmp"], Tags = ["x"], Original = new(Some.Value), ProgramVersion = "some 1",
        Summary = new(default, default, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    });

    private static byte[] SomeTree() => Tree.Encode(
    [
        new() { RawName = new byte[] { (byte)'a', 0xff }, Type = NodeType.File, Mode = 420, Size = 3, Links = 2, Inode = 4, DeviceId = 5, Content = [Some, Some], User = "u", Group = "g" },
        new() { RawName = "b"u8.ToArray(), Type = NodeType.Folder, Subtree = Some, ExtendedAttributes = [new("user.x", new byte[] { 1 })], Error = "e" },
        new() { RawName = "c\n"u8.ToArray(), Type = NodeType.Symlink, LinkTarget = new byte[] { 0xfe }, Device = 9 },
    ]);

    private static byte[] SomePack()
    {
        using var builder = new PackBuilder();
        foreach (var content in (byte[][])[[1], [2, 3], new byte[3000]])
        {
            var (buffer, length) = BlobCodec.Encode(Key, content);
            builder.Append(new(BlobType.Data, BlobId.Of(content)), buffer.AsSpan(0, length), content.Length);
        }

        return builder.Finish(Key).Content.ToArray();
    }

    // A window descriptor instead of a size, and one run of 5000 bytes.
    private static byte[] FrameWithoutSize() =>
        [0x28, 0xB5, 0x2F, 0xFD, 0, 0x58, ((5000 << 3) | 0b011) & 0xff, ((5000 << 3) >> 8) & 0xff, (5000 << 3) >> 16, 7];

    private sealed record Decoder(int Rounds, Func<byte[], Random, byte[]> Mutate, Action<byte[]> Decode, params byte[][] Valid);
}
