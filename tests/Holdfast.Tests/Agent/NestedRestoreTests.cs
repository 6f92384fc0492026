using Holdfast.Protocol;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>Where one system's data lies in another's folder, neither restore takes the other's data away.</summary>
public sealed class NestedRestoreTests : AgentFixture
{
    private RepositoryAddress Vault => new("vault", Scratch["vault"], "command:echo 'correct horse battery'");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Both_come_back_whichever_is_restored_first(bool innerFirst)
    {
        await DoneAsync(new EnsureRepositoryOrder(Vault));
        Scratch.Write("shop/index", "welcome");
        Scratch.Write("shop/orders/2026/letter", "two chairs");
        Scratch.Write("shop/orders/readme", "not the inner system's");
        // The outer copy holds the inner data, too, and an older state of it.
        var shop = await CaptureAsync("shop", "shop");
        Scratch.Write("shop/orders/2026/letter", "three chairs");
        var orders = await CaptureAsync("orders", "shop/orders/2026");
        var outer = Restore("shop", shop, "new/shop", "new/shop/orders/2026");
        var inner = Restore("orders", orders, "new/shop/orders/2026", "new/shop");

        foreach (var order in innerFirst ? [inner, outer, outer] : new[] { outer, inner, outer })
        {
            await DoneAsync(order);
        }

        Assert.Equal("three chairs", await File.ReadAllTextAsync(Scratch["new/shop/orders/2026/letter"], Stop));
        Assert.Equal("not the inner system's", await File.ReadAllTextAsync(Scratch["new/shop/orders/readme"], Stop));
        Assert.Equal("welcome", await File.ReadAllTextAsync(Scratch["new/shop/index"], Stop));
    }

    [Fact]
    public async Task A_folder_that_the_outer_copy_left_out_stays_with_the_inner_data_in_it()
    {
        await DoneAsync(new EnsureRepositoryOrder(Vault));
        Scratch.Write("shop/index", "welcome");
        var shop = await CaptureAsync("shop", "shop");
        Scratch.Write("inner/letter", "three chairs");
        var orders = await CaptureAsync("orders", "inner");
        await DoneAsync(Restore("orders", orders, "new/shop/a/b/orders", "new/shop"));

        await DoneAsync(Restore("shop", shop, "new/shop", "new/shop/a/b/orders"));

        Assert.Equal("three chairs", await File.ReadAllTextAsync(Scratch["new/shop/a/b/orders/letter"], Stop));
        Assert.Equal("welcome", await File.ReadAllTextAsync(Scratch["new/shop/index"], Stop));
    }

    [Fact]
    public async Task Data_beside_the_inner_data_is_still_not_replaced_unasked()
    {
        await DoneAsync(new EnsureRepositoryOrder(Vault));
        Scratch.Write("shop/index", "welcome");
        var shop = await CaptureAsync("shop", "shop");
        Scratch.Write("new/shop/a/orders/letter", "three chairs");
        Scratch.Write("new/shop/a/notes", "someone's");

        var failed = await FailedAsync(Restore("shop", shop, "new/shop", "new/shop/a/orders"));

        Assert.Contains("did not restore there", failed.Why, StringComparison.Ordinal);
        Assert.Equal("someone's", await File.ReadAllTextAsync(Scratch["new/shop/a/notes"], Stop));
    }

    private RestoreOrder Restore(string system, string snapshot, string target, string other) =>
        new(system, Vault, snapshot, new SourceSpec("files", Scratch[target]), Scratch.Path, null, "run") { Others = [Scratch[other]] };

    private async Task<string> CaptureAsync(string system, string folder)
    {
        var order = new CaptureOrder(system, "desk", new SourceSpec("files", Scratch[folder]), [Vault], []);
        return Assert.Single(Assert.IsType<Captured>(await Agent.CarryOutAsync(order, Stop)).Copies).Snapshot!;
    }
}
