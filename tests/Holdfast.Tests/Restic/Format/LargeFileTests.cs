using System.Security.Cryptography;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Xunit;

namespace Holdfast.Tests.Restic.Format;

/// <summary>Who has the store's disk and no key makes a file of gigabytes for nothing: it gets no room that it did not pay for.</summary>
public class LargeFileTests
{
    private const int Large = 20 << 20;

    private static readonly SealingKey Key = SealingKey.CreateRandom();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FileKind.Index)]
    [InlineData(FileKind.Snapshot)]
    public async Task A_large_one_that_our_key_sealed_is_read(FileKind kind)
    {
        byte[] json = [(byte)'[', .. Enumerable.Repeat((byte)' ', Large), (byte)']'];
        var backend = new MeteredBackend();
        var file = await UnpackedFile.SaveAsync(backend, Key, kind, json, Ct, version: 1);
        Assert.Equal(json, await UnpackedFile.LoadAsync(backend, Key, file, Ct));
    }

    /// <summary>Zeros cost no room on a disk, and anyone knows their hash.</summary>
    [Fact]
    public async Task Zeros_are_refused_by_their_first_bytes()
    {
        var backend = new MeteredBackend();
        var file = await backend.PlantAsync(new byte[Large], Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => UnpackedFile.LoadAsync(backend, Key, file, Ct));
        Assert.Equal(RepositoryFault.Damaged, error.Fault);
        Assert.InRange(backend.Read, 1, 1024);
    }

    /// <summary>A later version of the format may begin otherwise, so it is not called damaged.</summary>
    [Fact]
    public async Task Garbage_is_not_understood_by_its_first_bytes()
    {
        var content = new byte[Large];
        RandomNumberGenerator.Fill(content.AsSpan(0, 16));
        while (Begins(content) is 2 or (byte)'{' or (byte)'[')
        {
            RandomNumberGenerator.Fill(content.AsSpan(0, 16));
        }

        var backend = new MeteredBackend();
        var file = await backend.PlantAsync(content, Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => UnpackedFile.LoadAsync(backend, Key, file, Ct));
        Assert.Equal(RepositoryFault.Unsupported, error.Fault);
        Assert.True(error.IsOfOneFile);
        Assert.InRange(backend.Read, 1, 1024);

        static byte Begins(byte[] content)
        {
            var begin = new byte[1];
            Holdfast.Restic.Crypto.Aes.Counter256(Key.Encrypt, content.AsSpan(0, 16), content.AsSpan(16, 1), begin);
            return begin[0];
        }
    }

    /// <summary>Its first block was cut out of one of ours: it begins as ours do.</summary>
    [Fact]
    public async Task What_begins_as_ours_is_refused_in_the_room_of_a_piece()
    {
        var content = new byte[Large];
        Key.Seal("""{"packs":[{"id":"0123"}]}"""u8).AsSpan(0, 32).CopyTo(content);
        var backend = new MeteredBackend();
        var file = await backend.PlantAsync(content, Ct);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => UnpackedFile.LoadAsync(backend, Key, file, Ct));
        Assert.Equal(RepositoryFault.Damaged, error.Fault);
        Assert.InRange(backend.Largest, 1, 4 << 20);
    }

    [Fact]
    public async Task One_byte_changed_anywhere_in_a_large_one_is_found()
    {
        var content = UnpackedFile.Encode(Key, [(byte)'[', .. Enumerable.Repeat((byte)' ', Large), (byte)']'], version: 1);
        foreach (var at in (int[])[0, 16, 4 << 20, (4 << 20) + 16, content.Length - 17, content.Length - 1])
        {
            var changed = content.ToArray();
            changed[at] ^= 1;
            var backend = new MeteredBackend();
            var file = await backend.PlantAsync(changed, Ct);
            var error = await Assert.ThrowsAsync<RepositoryException>(() => UnpackedFile.LoadAsync(backend, Key, file, Ct));
            Assert.True(error.IsUnreadable);
            Assert.InRange(backend.Largest, 1, 4 << 20);
        }
    }

    private sealed class MeteredBackend() : WrappedBackend(new MemoryBackend())
    {
        internal long Read { get; private set; }

        internal int Largest { get; private set; }

        internal async Task<FileName> PlantAsync(byte[] content, CancellationToken ct)
        {
            var file = new FileName(FileKind.Index, Digest.Of(content).ToString());
            await SaveAsync(file, content, ct);
            return file;
        }

        public override Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
        {
            (Read, Largest) = (Read + buffer.Length, Math.Max(Largest, buffer.Length));
            return Inner.LoadAsync(file, offset, buffer, ct);
        }
    }
}
