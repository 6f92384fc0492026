using System.Text;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Restores;

/// <summary>What a snapshot may hold of what gives power on the machine that it is restored to.</summary>
public sealed class RestoreCautionTests
{
    private static readonly RestoreCaution Nothing = new(false, false, false);
    private static readonly RestoreCaution All = new(true, true, true);
    private readonly List<string> _told = [];

    [Theory]
    [InlineData(NodeType.BlockDevice)]
    [InlineData(NodeType.CharacterDevice)]
    public void A_device_is_made_only_where_it_is_allowed(NodeType type)
    {
        var node = Node(type, 0);
        Assert.Null(Nothing.Of(node, _told.Add));
        Assert.Contains("device", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Same(node, All.Of(node, _told.Add));
        Assert.Single(_told);
    }

    [Theory]
    [InlineData(0x9ed, 0x800)]
    [InlineData(0x5ed, 0x400)]
    [InlineData(0xfed, 0xc00)]
    public void A_file_runs_as_its_owner_only_where_that_is_allowed(uint posix, uint bits)
    {
        var node = Node(NodeType.File, NodeMode.FromPosix(posix));
        Assert.Equal(posix & ~bits, NodeMode.PosixPermissions(Nothing.Of(node, _told.Add)!.Mode));
        Assert.Contains("setuid", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Same(node, All.Of(node, _told.Add));
    }

    [Fact]
    public void Capabilities_are_kept_only_where_they_are_allowed_and_other_attributes_always()
    {
        var node = Node(NodeType.File, 0x1ed) with { ExtendedAttributes = [new("security.capability", new byte[20]), new("user.note", new byte[1])] };
        Assert.Equal(["user.note"], Nothing.Of(node, _told.Add)!.ExtendedAttributes.Select(a => a.Name));
        Assert.Contains("capabilities", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Same(node, All.Of(node, _told.Add));
    }

    [Fact]
    public void What_gives_no_power_is_left_as_it_is()
    {
        TreeNode[] nodes = [Node(NodeType.File, 0x1ed), Node(NodeType.Folder, NodeMode.FromPosix(0x5ed)), Node(NodeType.Symlink, 0x1ff), Node(NodeType.Fifo, 0x1ff)];
        Assert.All(nodes, node => Assert.Same(node, Nothing.Of(node, _told.Add)));
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("file", 0, false)]
    [InlineData("a/../b", 0, false)]
    [InlineData("../b", 1, false)]
    [InlineData("./..//../b", 2, false)]
    [InlineData("../b", 0, true)]
    [InlineData("a/../../b", 0, true)]
    [InlineData("../../a", 1, true)]
    [InlineData("/etc/shadow", 5, true)]
    public void A_link_leads_out_when_it_begins_at_the_machines_root_or_climbs_above_its_own(string target, int depth, bool leadsOut) =>
        Assert.Equal(leadsOut, RestoreCaution.LeadsOut(Encoding.UTF8.GetBytes(target), depth));

    private static TreeNode Node(NodeType type, uint mode) => new() { RawName = "x"u8.ToArray(), Type = type, Mode = mode };
}
