using System.Text;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Chunking;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Xunit;

namespace Holdfast.Tests.Restic.Format;

public class UnpackedFileTests
{
    private static readonly SealingKey Key = SealingKey.CreateRandom();
    private static readonly FileName File = new(FileKind.Snapshot, new string('a', 64));

    [Fact]
    public void A_file_is_written_behind_a_two_in_a_frame_and_read_again()
    {
        var stored = UnpackedFile.Encode(Key, """{"a":1}"""u8);
        Assert.Equal(2, Key.TryOpen(stored)![0]);
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(UnpackedFile.Decode(Key, stored, File)));
    }

    [Theory]
    [InlineData("""{"plain":true}""")]
    [InlineData("[1]")]
    public void Plain_JSON_of_older_repositories_is_read(string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(UnpackedFile.Decode(Key, Key.Seal(Encoding.UTF8.GetBytes(json)), File)));

    /// <summary>Some kilobytes that unpack into gigabytes would end every command that lists snapshots or locks.</summary>
    [Theory]
    [InlineData(FileKind.Snapshot)]
    [InlineData(FileKind.Lock)]
    public void What_unpacks_beyond_all_measure_is_not_understood_and_never_made(FileKind kind)
    {
        var bomb = Key.Seal([2, .. Zstd.Compress(new byte[(64 << 20) + 1])]);
        Assert.True(bomb.Length < 1 << 20);
        var error = Assert.Throws<RepositoryException>(() => UnpackedFile.Decode(Key, bomb, new(kind, new string('a', 64))));
        Assert.Equal(RepositoryFault.Unsupported, error.Fault);
        Assert.Contains("too large", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FileKind.Index, 80)]
    [InlineData(FileKind.Config, 5)]
    [InlineData(FileKind.Snapshot, 5)]
    public void Some_kilobytes_get_no_more_room_than_they_can_be_worth(FileKind kind, int megabytes)
    {
        var bomb = Key.Seal([2, .. Zstd.Compress(new byte[megabytes << 20])]);
        Assert.True(bomb.Length < 16 << 10);
        var error = Assert.Throws<RepositoryException>(() => UnpackedFile.Decode(Key, bomb, new(kind, new string('a', 64))));
        Assert.Equal(RepositoryFault.Unsupported, error.Fault);
        Assert.True(error.IsOfOneFile);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0003x")]
    [InlineData("\u0002no frame")]
    public void Any_other_encoding_is_damage_that_names_the_file(string content)
    {
        var error = Assert.Throws<RepositoryException>(() => UnpackedFile.Decode(Key, Key.Seal(Encoding.UTF8.GetBytes(content)), File));
        Assert.Contains(File.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_sealed_with_another_key_is_damage()
    {
        var stored = UnpackedFile.Encode(SealingKey.CreateRandom(), "{}"u8);
        Assert.Equal(RepositoryFault.Damaged, Assert.Throws<RepositoryException>(() => UnpackedFile.Decode(Key, stored, File)).Fault);
    }

    [Fact]
    public void The_config_comes_back_as_it_was_and_is_not_compressed()
    {
        var config = ConfigFile.CreateRandom();
        var stored = config.Encode(Key);
        Assert.Equal((byte)'{', Key.TryOpen(stored)![0]);
        Assert.Equal(config, ConfigFile.Decode(Key, stored));
    }

    [Theory]
    [InlineData("""{"version":3,"id":"x","chunker_polynomial":"3da3358b4dc173"}""", RepositoryFault.Unsupported)]
    [InlineData("""{"version":2,"id":"x","chunker_polynomial":"3da3358b4dc172"}""", RepositoryFault.Damaged)]
    [InlineData("""{"version":2,"id":"x","chunker_polynomial":"3"}""", RepositoryFault.Damaged)]
    [InlineData("""{"version":2,"id":"x"}""", RepositoryFault.Damaged)]
    [InlineData("""{"version":2""", RepositoryFault.Damaged)]
    [InlineData("[]", RepositoryFault.Damaged)]
    [InlineData("", RepositoryFault.Damaged)]
    public void A_config_that_cannot_be_worked_with_is_refused(string json, RepositoryFault fault) =>
        Assert.Equal(fault, Assert.Throws<RepositoryException>(() => ConfigFile.Decode(Key, Key.Seal(Encoding.UTF8.GetBytes(json)))).Fault);

    [Fact]
    public void A_config_with_members_of_other_programs_is_read()
    {
        var id = new string('a', 64);
        var json = $$"""{"version":2,"id":"{{id}}","chunker_polynomial":"3da3358b4dc173","is_hot":true,"append_only":null}""";
        Assert.Equal(new ConfigFile(2, id, new Polynomial(0x3DA3358B4DC173)), ConfigFile.Decode(Key, Key.Seal(Encoding.UTF8.GetBytes(json))));
    }
}
