using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Recovery.Evidence;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;
using Holdfast.Restic.Faults;

namespace Holdfast.Cli.Runs;

/// <summary>
/// Whether other copies of an evidence file say the same. Whoever has a machine can cut its journals and seal them anew; what was kept in a repository
/// before tells.
/// </summary>
/// <param name="signer">Who sealed it. What another key sealed under its name may be anybody's, and speaks against nothing.</param>
internal sealed class EvidenceAnchors(byte[] evidence, string name, string? signer)
{
    private readonly List<string> _same = [];
    private readonly List<string> _others = [];
    private readonly List<string> _unasked = [];

    public IReadOnlyList<string> Same => _same;

    /// <summary>Sentences about copies that say otherwise.</summary>
    public IReadOnlyList<string> Others => _others;

    /// <param name="addresses">Repositories that may have it.</param>
    public async Task AskAsync(IEnumerable<RepositoryAddress> addresses, KeyFinder keys, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var address in addresses)
        {
            try
            {
                await using var repository = await RepositorySet.OpenAsync(address, keys, clock, cancellationToken);
                await AskAsync(address.Name, repository, cancellationToken);
            }
            catch (RepositoryException e)
            {
                _unasked.Add($"{address.Name} could not be asked: {e.Message}");
            }
        }
    }

    /// <summary>The head that somebody read from the printed kit.</summary>
    public void HoldAgainst(KeyFingerprint head)
    {
        var heads = JournalHeads.In(evidence);
        var at = heads.IndexOf(head);
        if (at < 0)
        {
            _others.Add($"the printed kit. No event of this file has the head {head}: it is another file, or was cut or changed since the kit was printed.");
        }
        else
        {
            _same.Add(at == heads.Length - 1
                ? $"Confirmed by the printed kit: {head} is the head of its journal."
                : $"Confirmed by the printed kit up to event {at + 1} of {heads.Length}, of which {head} is the head; what follows was sealed after the kit was printed.");
        }
    }

    public void Tell(Screen screen)
    {
        foreach (var line in _same)
        {
            screen.Line(line);
        }

        foreach (var line in _unasked)
        {
            Screen.Warn(line);
        }

        foreach (var line in _others)
        {
            Screen.Alarm("NOT THE SAME: " + line);
        }

        if (_same.Count == 0)
        {
            Screen.Alarm("NOT ANCHORED: no other copy confirms it, so who had the machine's key may have made it. Ask a repository: --from REPOSITORY --key REFERENCE.");
        }
    }

    private async Task AskAsync(string repository, Repository open, CancellationToken cancellationToken)
    {
        foreach (var copy in await EvidenceCopies.FindAsync(open, name, cancellationToken))
        {
            var where = $"{repository}, snapshot {copy.Snapshot[..8]} of {copy.KeptAt.UtcDateTime:yyyy-MM-dd HH:mm}Z";
            if (copy.Bytes.AsSpan().SequenceEqual(evidence))
            {
                _same.Add($"Confirmed by {where}: the same, byte for byte.");
            }
            else if (EvidenceCheck.Of(copy.Bytes) is { Good: true } other)
            {
                (other.Signer == signer ? _others : _unasked).Add(
                    $"{where} holds {other.Events.Count} events, sealed by {(other.Signer == signer ? "the same" : "another")} key {other.Signer}. {Difference(copy.Bytes)}");
            }
        }
    }

    private string Difference(byte[] other)
    {
        var same = 0;
        var line = 1;
        while (same < Math.Min(evidence.Length, other.Length) && evidence[same] == other[same])
        {
            line += evidence[same++] == '\n' ? 1 : 0;
        }

        return $"They part at line {line}.";
    }
}
