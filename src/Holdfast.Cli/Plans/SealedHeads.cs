using System.Collections.Immutable;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Stores;
using Holdfast.Presentation.Kits;
using Holdfast.Recovery.Evidence;

namespace Holdfast.Cli.Plans;

/// <summary>The heads that the next print of the kit carries away.</summary>
internal static class SealedHeads
{
    /// <summary>A page of them; older ones are in older prints.</summary>
    private const int Most = 30;

    /// <summary>Files that are not what was sealed are left out: paper shall not make them true.</summary>
    public static ImmutableArray<KitHead> In(IRunStore state) =>
    [
        .. state.EvidenceNames().Reverse().Select(name => (Name: name, Bytes: state.ReadDocument(name) ?? []))
            .Where(e => SealedJournals.Verify(e.Bytes, null).Good)
            .Take(Most)
            .Select(e => (e.Name, Heads: JournalHeads.In(e.Bytes)))
            .Where(e => !e.Heads.IsEmpty)
            .Select(e => new KitHead(Path.GetFileName(e.Name), e.Heads.Length, e.Heads[^1].ToString())),
    ];
}
