using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Evidence;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Evidence;

/// <summary>
/// What of the runs in a store counts for figures: the part that was sealed, by this machine or, where the organization signs, by a machine that it
/// named. Where nothing is signed, any machine's seal is enough; a journal without one is no one's word.
/// </summary>
internal sealed class SealedEvents
{
    private readonly IRunStore _state;
    private readonly string? _own;
    private readonly Recovery.Trust.Authority? _authority;
    private readonly ILookup<string, string> _names;

    public SealedEvents(IRunStore state)
    {
        _state = state;
        _own = state.ReadDocument(StoreNames.EvidenceKey) is null ? null : SealedJournals.Fingerprint(state);
        _authority = new TrustMemory(state).Read();
        _names = state.EvidenceNames().SelectMany(name => RunsOf(name).Select(run => (run, name))).ToLookup(n => n.run, n => n.name);
    }

    /// <returns>Null: no seal under it counts.</returns>
    public IReadOnlyList<RunEvent>? Of(string run) => _names[run]
        .Select(_state.ReadDocument)
        .OfType<byte[]>()
        .OrderByDescending(bytes => bytes.Length) // A run that was taken up again has a further piece, which goes on where the first ended.
        .Select(bytes => EvidenceCheck.Of(bytes))
        .FirstOrDefault(check => check.Good && Counts(check.Signer) && check.Events is [RunBegan began, ..] && began.Run == run)?
        .Events;

    /// <summary>Whose good seal is under it, whether or not it counts; null: no one's.</summary>
    public string? SignerOf(string run) => _names[run]
        .Select(_state.ReadDocument)
        .OfType<byte[]>()
        .Select(bytes => EvidenceCheck.Of(bytes))
        .FirstOrDefault(check => check.Good && check.Events is [RunBegan began, ..] && began.Run == run)?
        .Signer;

    /// <summary>Whether that is this machine's key, or, where the organization signs, that of a machine that it named.</summary>
    public bool Counts(string? signer) => signer is not null
        && (signer == _own || (_authority is { HasBegun: true } authority ? authority.MachineOf(signer) is not null : true));

    /// <summary>A further piece of a run is called RUN-2, and a run may be called so, too: what is in it says which.</summary>
    private static IEnumerable<string> RunsOf(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        var dash = stem.LastIndexOf('-');
        return dash > 0 && stem[(dash + 1)..].All(char.IsAsciiDigit) ? [stem, stem[..dash]] : [stem];
    }
}
