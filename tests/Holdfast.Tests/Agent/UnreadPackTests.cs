using Holdfast.Protocol;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>What an earlier copy wrote and never read back is read by the next one that relies on it.</summary>
public sealed class UnreadPackTests : AgentFixture
{
    private RepositoryAddress Vault => new("vault", Scratch["vault"], "command:echo 'correct horse battery'");

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    public async Task A_damaged_pack_of_a_copy_that_was_cut_off_is_found_by_the_next_copy_where_it_is_marked(bool isMarked, int level)
    {
        await DoneAsync(new EnsureRepositoryOrder(Vault));
        Scratch.Write("documents/a", new string('a', 5000));
        var good = await CaptureAsync(false, null);
        Scratch.Write("documents/sub/b", new string('b', 7000));
        await CaptureAsync(false, good); // As if it had been killed before it read anything: nobody recorded it.
        FlipNewest(1);

        var next = await CaptureAsync(isMarked, good);

        Assert.Equal(level, next.Level);
        Assert.Equal(isMarked, next.Why?.Contains("cannot be read back", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task What_the_last_good_copy_has_is_not_read_again()
    {
        await DoneAsync(new EnsureRepositoryOrder(Vault));
        Scratch.Write("documents/a", new string('a', 5000));
        Scratch.Write("documents/sub/b", new string('b', 7000));
        var good = await CaptureAsync(false, null);
        FlipNewest(2); // Rot after it was read: what finds that is verify, and not every copy.
        Scratch.Write("documents/c", "new");

        Assert.Equal(2, (await CaptureAsync(true, good)).Level);
        Assert.Equal(0, (await CaptureAsync(true, null)).Level); // Where none is known to be good, all of it is read.
    }

    /// <summary>Flips a byte in the packs that were written last, data and folders.</summary>
    private void FlipNewest(int packs)
    {
        foreach (var file in new DirectoryInfo(Scratch["vault/data"]).GetFiles("*", SearchOption.AllDirectories).OrderByDescending(f => f.LastWriteTimeUtc).ThenByDescending(f => f.Length).Take(packs))
        {
            File.SetUnixFileMode(file.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var bytes = File.ReadAllBytes(file.FullName);
            bytes[10] ^= 0xff;
            File.WriteAllBytes(file.FullName, bytes);
        }
    }

    private async Task<Copy> CaptureAsync(bool isMarked, Copy? good)
    {
        var expected = new Expected { Snapshots = good is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["vault"] = good.Snapshot! } };
        var order = new CaptureOrder("documents", "desk", new SourceSpec("files", Scratch["documents"]), [Vault], ["epoch:0"], expected) { Unread = isMarked ? ["vault"] : [] };
        return Assert.Single(Assert.IsType<Captured>(await Agent.CarryOutAsync(order, Stop)).Copies);
    }
}
