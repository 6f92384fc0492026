using System.Security.Cryptography;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories.Kept;

/// <summary>
/// Takes the records of one snapshot into this machine's store: journals and plans of runs, evidence, protection records and hashes of codes, and
/// nothing else. Each is read as bytes, validated, and written anew; one that is not what it must be costs itself.
/// </summary>
/// <param name="from">For people: the repository.</param>
/// <param name="tell">Hears of each record that was refused, one line each, up to a few.</param>
/// <param name="believed">Whose protection records are taken; null: nothing is signed, and all are.</param>
internal sealed class KeptSnapshot(SnapshotContent content, Snapshot snapshot, string from, IRunStore state, Believed? believed, Action<string> tell)
{
    private const int MostRuns = 10_000;
    private const int MostTold = 5;
    private const long MostBytesOfAll = 1L << 30;

    private readonly KeptFiles _files = new(content);
    private readonly string? _state = Tags.StateOf(snapshot.Tags)?["state:".Length..];
    private long _left = MostBytesOfAll;
    private int _refused;

    /// <summary>Whether its protection records were signed by a machine that is believed, or nothing asks for that.</summary>
    public bool IsBelieved { get; private set; } = believed is null;

    /// <summary>What is signed in it: protection records of a machine that is believed, and codes; where such a machine signed any of it, its runs, too.</summary>
    public async Task TakeSignedRecordsAsync(CancellationToken cancellationToken) => await TryAsync("what it holds", async () =>
    {
        var root = await _files.NamesInAsync(snapshot.Tree, cancellationToken);
        await TakeProtectionAsync(root, silent: true, cancellationToken);
        await TakeCodesAsync(root, silent: true, cancellationToken);
        if (IsBelieved)
        {
            await TakeRunsAsync(root, cancellationToken);
        }
    });

    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        await TryAsync("what it holds", async () =>
        {
            var root = await _files.NamesInAsync(snapshot.Tree, cancellationToken);
            if (snapshot.Tags.Contains(Tags.Journal))
            {
                await TakeProtectionAsync(root, silent: false, cancellationToken);
                await TakeCodesAsync(root, silent: false, cancellationToken);
                await TakeRunsAsync(root, cancellationToken);
            }

            if (snapshot.Tags.Contains(Tags.Evidence))
            {
                await TakeEvidenceAsync(root, cancellationToken);
            }
        });
        if (_refused > MostTold)
        {
            tell($"{Where}: {_refused - MostTold} more records were left out");
        }
    }

    private string Where => $"{from}, snapshot {snapshot.Id.ToString()[..8]}";

    private Task TakeFileAsync(Dictionary<string, TreeNode> root, string name, Action<byte[]> take, CancellationToken cancellationToken) =>
        root.TryGetValue(name, out var node) ? TryAsync(name, async () => take(await ReadAsync(node, KeptFiles.MostBytes, cancellationToken))) : Task.CompletedTask;

    private async Task TakeProtectionAsync(Dictionary<string, TreeNode> root, bool silent, CancellationToken cancellationToken)
    {
        var seal = await SealAsync(root, KeptContent.ProtectionSeal, cancellationToken);
        await TakeFileAsync(root, StoreNames.Protection, bytes => TakeRecords(bytes, seal, silent), cancellationToken);
    }

    private async Task TakeCodesAsync(Dictionary<string, TreeNode> root, bool silent, CancellationToken cancellationToken)
    {
        var seal = await SealAsync(root, KeptContent.CodesSeal, cancellationToken);
        await TakeFileAsync(root, StoreNames.Codes, bytes => TakeCodes(bytes, seal, silent), cancellationToken);
    }

    /// <returns>Null: nothing asks for it, or there is none.</returns>
    private async Task<byte[]?> SealAsync(Dictionary<string, TreeNode> root, string name, CancellationToken cancellationToken)
    {
        byte[]? seal = null;
        if (believed is not null && root.ContainsKey(name))
        {
            await TakeFileAsync(root, name, bytes => seal = bytes, cancellationToken);
        }

        return seal;
    }

    private void TakeRecords(byte[] bytes, byte[]? seal, bool silent)
    {
        if (believed is null)
        {
            Unite(StoreNames.Protection, StoreNames.Protection, RecordText.ProtectionOf(bytes));
            return;
        }

        var signer = seal is null || _state is null ? null : RecordSeal.SignerOf(seal, _state, bytes);
        var isMachine = believed.IsMachine(signer);
        IsBelieved |= isMachine;
        if (!isMachine)
        {
            if (!silent)
            {
                Refuse(StoreNames.Protection, $"it is not signed by a machine that {believed.Organization} named, so what it says of copies is not believed"
                    + (signer is null ? "" : $" (HINT: if that machine is yours, where the organization's key is: holdfast trust add-machine NAME {signer} HOST...)"));
            }

            return;
        }

        var (good, bad) = RecordText.ProtectionOf(bytes);
        var own = good.Where(line => believed.Is(signer, RecordText.RecordIn(line))).ToArray();
        if (own.Length < good.Length && !silent)
        {
            Refuse(StoreNames.Protection, $"{good.Length - own.Length} of {good.Length} records are of systems that its machine does not run, or that were moved away from it");
        }

        Unite(StoreNames.Protection, StoreNames.Protection, (own, bad));
    }

    private async Task TakeRunsAsync(Dictionary<string, TreeNode> root, CancellationToken cancellationToken)
    {
        foreach (var (run, folder) in await FolderAsync(root, "runs", cancellationToken))
        {
            await TryAsync($"runs/{run}", async () =>
            {
                if (!RecordNames.IsRun(run) || folder.Subtree is not { } tree)
                {
                    throw new RecordRefusedException("it is not the folder of a run");
                }

                await TakeRunAsync(run, await _files.NamesInAsync(tree, cancellationToken), cancellationToken);
            });
        }
    }

    private async Task TakeRunAsync(string run, Dictionary<string, TreeNode> names, CancellationToken cancellationToken)
    {
        if (!names.TryGetValue("journal.jsonl", out var journal))
        {
            return; // It was cut off before it began.
        }

        var (ours, last) = state.Read(StoreNames.JournalOf(run));
        if (last > 0 && journal.Size <= (ulong)ours.Length)
        {
            return; // A journal only grows.
        }

        var (theirs, began) = RecordText.JournalOf(run, await ReadAsync(journal, KeptFiles.MostBytes, cancellationToken));
        if (theirs.Length <= ours.Length || !theirs.AsSpan().StartsWith(ours.Span))
        {
            return; // Another run of this name, or no more than is known.
        }

        if (last > 0 && RunOrigin.Of(state, run) is null)
        {
            throw new RecordRefusedException(
                $"this machine led that run, and its journal goes on there as it does not here. If another machine took it up, move {state.PlaceOf(StoreNames.FolderOf(run))} away: then it is taken whole");
        }

        // Marked before there is a journal: what a crash leaves of this is never taken for a run of this machine.
        new RunOrigin(from, snapshot.Id.ToString(), _state).Write(state, run);
        await TryAsync($"runs/{run}/plan.yaml", async () =>
        {
            if (names.TryGetValue("plan.yaml", out var plan) && state.ReadDocument(StoreNames.PlanOf(run)) is null)
            {
                var text = await ReadAsync(plan, Records.LongestPlan, cancellationToken);
                state.WriteDocument(
                    StoreNames.PlanOf(run),
                    Convert.ToHexStringLower(SHA256.HashData(text)) == began.PlanHash ? text : throw new RecordRefusedException("it is not the plan that the run began with"));
            }
        });
        if (!state.TryAppend(StoreNames.JournalOf(run), last, StreamText.LinesOf(theirs.AsMemory(ours.Length))))
        {
            throw new RecordRefusedException("another process writes its journal just now");
        }
    }

    private async Task TakeEvidenceAsync(Dictionary<string, TreeNode> root, CancellationToken cancellationToken)
    {
        foreach (var (name, node) in await FolderAsync(root, "evidence", cancellationToken))
        {
            var target = StoreNames.EvidenceNamed(name);
            await TryAsync($"evidence/{name}", async () =>
            {
                if (!RecordNames.IsEvidence(name))
                {
                    throw new RecordRefusedException("that is not the name of an evidence file");
                }

                if (state.ReadDocument(target) is null)
                {
                    var bytes = await ReadAsync(node, KeptFiles.MostBytes, cancellationToken);
                    RecordText.Evidence(bytes);
                    state.WriteDocument(target, bytes);
                }
            });
        }
    }

    /// <summary>Lists of codes prove themselves by what the organization signed. That a code was used, only a machine that is believed says: else anybody could use them up.</summary>
    private void TakeCodes(byte[] bytes, byte[]? seal, bool silent)
    {
        if (_state is not { } of || !RecordNames.IsState(of))
        {
            throw new RecordRefusedException("it does not say which machine issued them");
        }

        if (of == StoreName.Of(state))
        {
            return;
        }

        var (good, bad) = RecordText.CodesOf(bytes);
        if (believed is not null)
        {
            var isMachine = seal is not null && believed.IsMachine(RecordSeal.SignerOf(seal, of, bytes, RecordSeal.Codes));
            IsBelieved |= isMachine;
            var taken = isMachine ? good : [.. good.Where(RecordText.IsListOfCodes)];
            if (taken.Length < good.Length && !silent)
            {
                Refuse(StoreNames.Codes, $"{good.Length - taken.Length} codes are said to be used, by no machine that {believed.Organization} named, so that is not believed");
            }

            good = taken;
        }

        Unite(StoreNames.Codes, StoreNames.CodesOf(of), (good, bad));
    }

    /// <summary>Each record once, whoever wrote it down.</summary>
    private void Unite(string name, string stream, (string[] Good, int Bad) lines)
    {
        if (lines.Bad > 0)
        {
            Refuse(name, $"{lines.Bad} of {lines.Good.Length + lines.Bad} lines are not such records");
        }

        state.Append(stream, [.. lines.Good.Except(state.Read(stream).Lines)]);
    }

    private async Task<IEnumerable<KeyValuePair<string, TreeNode>>> FolderAsync(Dictionary<string, TreeNode> root, string name, CancellationToken cancellationToken)
    {
        if (!root.TryGetValue(name, out var folder))
        {
            return [];
        }

        if (folder.Subtree is not { } tree)
        {
            Refuse(name, "it is not a folder");
            return [];
        }

        var names = await _files.NamesInAsync(tree, cancellationToken);
        if (names.Count > MostRuns)
        {
            Refuse(name, $"it holds {names.Count} names, of which the {MostRuns} last are looked at");
        }

        return names.OrderBy(n => n.Key, StringComparer.Ordinal).TakeLast(MostRuns);
    }

    private async Task<byte[]> ReadAsync(TreeNode node, int most, CancellationToken cancellationToken)
    {
        var bytes = await _files.ReadAsync(node, (int)Math.Min(most, _left), cancellationToken);
        _left -= bytes.Length;
        return bytes;
    }

    private async Task TryAsync(string what, Func<Task> take)
    {
        try
        {
            await take();
        }
        catch (Exception e) when (e is RecordRefusedException or RepositoryException)
        {
            Refuse(what, e.Message);
        }
    }

    private void Refuse(string what, string why)
    {
        if (++_refused <= MostTold)
        {
            tell($"{Where}: {what} was left out: {why}");
        }
    }
}
