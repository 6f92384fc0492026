using System.Text;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Tests.Execution.Stores;
using Xunit;

namespace Holdfast.Tests.Execution.Trust;

public class MachineKeyTests
{
    private readonly MemoryRunStore _state = new();

    [Fact]
    public void It_is_made_once_and_never_by_who_only_looks()
    {
        Assert.Null(MachineKey.Find(_state));
        var made = SealedJournals.Fingerprint(_state);
        Assert.Equal(made, SealedJournals.Fingerprint(_state));
        Assert.NotNull(MachineKey.Find(_state));
    }

    /// <summary>A power cut leaves an empty file, a full disk half of one: nothing that recovers or looks may end because of it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_spoilt_one_is_kept_aside_and_another_is_made(int left)
    {
        var before = SealedJournals.Fingerprint(_state);
        var spoilt = _state.ReadDocument(StoreNames.EvidenceKey)![..left];
        _state.WriteDocument(StoreNames.EvidenceKey, spoilt);
        Assert.Null(MachineKey.Find(_state));

        var after = SealedJournals.Fingerprint(_state);
        Assert.NotEqual(before, after);
        Assert.Equal(after, SealedJournals.Fingerprint(_state));
        Assert.Equal(Encoding.ASCII.GetString(spoilt), Encoding.ASCII.GetString(_state.ReadDocument(StoreNames.UnreadableEvidenceKey)!));
    }
}
