using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Snapshots;

public class TreeTests
{
    private static readonly BlobId Some = new(Digest.Read(Enumerable.Repeat((byte)0xab, 32).ToArray()));

    [Fact]
    public void A_tree_is_written_to_the_letter_as_restic_writes_it()
    {
        var time = new FileTime(981173106, 123456789);
        var file = new TreeNode
        {
            RawName = (byte[])[.. "a<b>&"u8, 0xff, (byte)'"'],
            Type = NodeType.File, Mode = 420, Modified = time, Accessed = time, Changed = time,
            UserId = 1000, GroupId = 100, User = "ann", Group = "users", Inode = 7, DeviceId = 8, Size = 3, Links = 1, Content = [Some],
            ExtendedAttributes = [new("user.x", "v"u8.ToArray())],
        };
        Assert.Equal(
            """{"nodes":[{"name":"a\u003cb\u003e\u0026\\xff\\\"","type":"file","mode":420,"mtime":"2001-02-03T04:05:06.123456789Z","atime":"2001-02-03T04:05:06.123456789Z","ctime":"2001-02-03T04:05:06.123456789Z","uid":1000,"gid":100,"user":"ann","group":"users","inode":7,"device_id":8,"size":3,"links":1,"extended_attributes":[{"name":"user.x","value":"dg=="}],"content":["abababababababababababababababababababababababababababababababab"]}]}""" + "\n",
            Encoding.UTF8.GetString(Tree.Encode([file])));
    }

    [Fact]
    public void A_node_comes_back_with_everything()
    {
        var node = new TreeNode
        {
            RawName = new byte[] { 0xff, (byte)'\n', 0xc3, 0xbc }, Type = NodeType.Symlink, Mode = 134218239, LinkTarget = new byte[] { 0xfe, (byte)'/' },
            Modified = new(-1, 5), UserId = uint.MaxValue, Device = 9, Error = "why",
        };
        var back = Assert.Single(Tree.Decode(Tree.Encode([node]), Some));
        Assert.Equal(node.RawName.ToArray(), back.RawName.ToArray());
        Assert.Equal(node.LinkTarget.ToArray(), back.LinkTarget.ToArray());
        Assert.Equal(
            (node.Type, node.Mode, node.Modified, node.UserId, node.Device, node.Error, (object?)null),
            (back.Type, back.Mode, back.Modified, back.UserId, back.Device, back.Error, back.Content));
    }

    [Fact]
    public void Attributes_without_a_value_and_members_of_other_programs_are_read()
    {
        var json = """{"x":1,"nodes":[{"name":"a","type":"file","extended_attributes":[{"name":"n","value":null}],"generic_attributes":{"windows.x":1},"content":[]}]}"""u8;
        Assert.Empty(Assert.Single(Assert.Single(Tree.Decode(json.ToArray(), Some)).ExtendedAttributes).Value.ToArray());
    }

    [Theory]
    [InlineData("""{"nodes":[{"name":"bad \\x quote","type":"file"}]}""")]
    [InlineData("""{"nodes":[{"name":"a","type":"file","content":["zz"]}]}""")]
    [InlineData("""{"nodes":[{"name":"a","type":"file","mtime":"yesterday"}]}""")]
    [InlineData("""{"nodes":[{"name":"\ud800","type":"file"}]}""")]
    [InlineData("""{"nodes":[{"name":"a","uid":99999999999}]}""")]
    [InlineData("""{"nodes":7}""")]
    [InlineData("")]
    public void What_is_no_tree_is_damage(string json) =>
        Assert.Equal(RepositoryFault.Damaged, Assert.Throws<RepositoryException>(() => Tree.Decode(Encoding.UTF8.GetBytes(json), Some)).Fault);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("ü€😀", "ü€😀")]
    [InlineData("a\"b\\c", "a\\\"b\\\\c")]
    [InlineData("\a\b\f\n\r\t\v\u0001\u007f", "\\a\\b\\f\\n\\r\\t\\v\\x01\\x7f")]
    [InlineData("\u00a0\u2028\ufeff", "\\u00a0\\u2028\\ufeff")]
    [InlineData("\U000e0001", "\\U000e0001")]
    public void A_name_is_quoted_as_Go_quotes_it_and_back(string name, string quoted)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        Assert.Equal(quoted, Encoding.UTF8.GetString(GoQuote.Quote(bytes)));
        Assert.Equal(bytes, GoQuote.Unquote(quoted));
    }

    [Fact]
    public void Any_bytes_at_all_survive_quoting()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++)
        {
            var name = new byte[random.Next(20)];
            random.NextBytes(name);
            Assert.Equal(name, GoQuote.Unquote(Encoding.UTF8.GetString(GoQuote.Quote(name))));
        }
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("\\x1")]
    [InlineData("\\xzz")]
    [InlineData("\\q")]
    [InlineData("\\ud800")]
    [InlineData("\\U00110000")]
    [InlineData("\\400")]
    [InlineData("\"")]
    public void What_is_not_properly_quoted_is_not_guessed_at(string text) => Assert.Null(GoQuote.Unquote(text));

    [Theory]
    [InlineData(0x81a4, 420u)]
    [InlineData(0x41ed, (1u << 31) | 493u)]
    [InlineData(0xa1ff, 134218239u)]
    [InlineData(0x11a4, (1u << 25) | 420u)]
    [InlineData(0x61a4, (1u << 26) | 420u)]
    [InlineData(0x21a4, (1u << 26) | (1u << 21) | 420u)]
    [InlineData(0x8fff, (1u << 23) | (1u << 22) | (1u << 20) | 511u)]
    public void Modes_are_kept_in_the_order_of_bits_that_the_format_has(int posix, uint mode)
    {
        Assert.Equal(mode, NodeMode.FromPosix((uint)posix));
        Assert.Equal((uint)posix & 0xfff, NodeMode.PosixPermissions(mode));
    }

    [Fact]
    public void Names_out_of_order_or_twice_are_noticed()
    {
        Assert.True(Tree.IsSorted(Named("a", "a!", "b", "\uffee", "😀")));
        Assert.False(Tree.IsSorted(Named("b", "a")));
        Assert.False(Tree.IsSorted(Named("a", "a")));
    }

    [Fact]
    public void A_snapshot_comes_back_with_everything_and_other_programs_members_are_read_over()
    {
        var snapshot = new Snapshot
        {
            Id = default, Time = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), Parent = new(Some.Value), Tree = Some, Paths = ["/a"], HostName = "h",
            UserName = "u", UserId = 1, GroupId = 2, Excludes = ["*.tmp"], Tags = ["x", "y"], ProgramVersion = "p",
            Summary = new(new(1, 0), new(2, 0), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        };
        var back = SnapshotFile.Decode(SnapshotFile.Encode(snapshot), default);
        Assert.Equivalent(snapshot, back, strict: true);
        var foreign = $$"""{"time":"2026-01-01T00:00:00Z","tree":"{{Some}}","label":"x","delete":"Never","summary":{"command":"rustic"} }""";
        Assert.Equal(Some, SnapshotFile.Decode(Encoding.UTF8.GetBytes(foreign), default).Tree);
    }

    private static List<TreeNode> Named(params string[] names) => [.. names.Select(n => new TreeNode { RawName = Encoding.UTF8.GetBytes(n) })];
}
