using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Trust;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Plans;

public sealed class PlanFingerprintTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void It_never_changes()
    {
        // printf 'holdfast plan 1\n64:%s\n11:/srv/office\n' "$(printf 'x' | sha256sum | cut -c1-64)" | sha256sum
        Assert.Equal(
            "871f3d91618866dc84f07ddb433ea192a7d3527cd106fdb0e5080985cea5db93", PlanFingerprint.Of("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "/srv/office"));
    }

    [Fact]
    public void The_same_text_in_another_folder_is_another_plan_for_whoever_trusts_it()
    {
        var (here, there) = (PlanAt("/srv/office"), PlanAt("/srv/office/"));
        Assert.Equal(here.Fingerprint, there.Fingerprint);
        var moved = PlanAt("/mnt/vault/office");
        Assert.Equal(here.Hash, moved.Hash);
        Assert.NotEqual(here.Fingerprint, moved.Fingerprint);
        Assert.Equal(moved.Fingerprint, (here with { Folder = moved.Folder }).Fingerprint);
        Assert.Equal(here.Fingerprint, PlanFingerprint.Of(new PlanSigned(1, default, "", here.Hash, "/srv/office/other.yaml")));
        Assert.NotEqual(PlanFingerprint.Of("a", "b\n1:c"), PlanFingerprint.Of("a\n1:b", "c"));
    }

    [Fact]
    public void A_machine_knows_a_plan_where_it_lay_and_old_lines_count_for_nothing()
    {
        var state = new FileRunStore(_scratch["state"]);
        var known = new KnownPlans(state);
        var (here, moved) = (PlanAt("/srv/office"), PlanAt("/mnt/vault/office"));
        state.Append(StoreNames.KnownPlans, [here.Hash, "{}", "null", "12"]);
        Assert.False(known.Contains(here));
        Assert.Null(known.OtherFolderOf(here));

        known.Add(here);
        known.Add(here);
        Assert.Equal(5, state.Read(StoreNames.KnownPlans).Lines.Count());
        Assert.True(known.Contains(here));
        Assert.False(known.Contains(moved));
        Assert.Equal("/srv/office", known.OtherFolderOf(moved));
        Assert.Null(known.OtherFolderOf(here));
    }

    public void Dispose() => _scratch.Dispose();

    private static PlanInForce PlanAt(string folder) =>
        PlanInForce.Of(System.Text.Encoding.UTF8.GetBytes(ExamplePlans.HarborDental), Path.Combine(folder, "holdfast.yaml"), "a repository");
}
