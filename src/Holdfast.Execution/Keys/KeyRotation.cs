using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Keys;

namespace Holdfast.Execution.Keys;

/// <summary>
/// A new key for the repositories that one reference opens. It may be cut off anywhere and is finished by doing it again; at every moment the key
/// that the reference gives opens them all:
/// 1. a new key is in a file; 2. it is added to each repository; 3. it is proved by opening each anew; 4. what is old and what is new is written down;
/// 5. the file takes the place of the old one, which is kept beside it, or the operator stores what is in it; 6. another process proves by
/// the reference that it opens each; and only then, by an operator's word, 7. the old key is removed from each, and its file.
/// </summary>
/// <param name="addresses">All that have the reference, with its path absolute.</param>
/// <param name="proveAnew">Opens a repository of that name by its reference from the beginning, in another process, and says which key file that opened.</param>
/// <param name="reached">Hears what was done.</param>
public sealed class KeyRotation(
    string reference, ImmutableArray<RepositoryAddress> addresses, KeyFinder keys, IRunStore state, TimeProvider clock, Func<string, CancellationToken, Task<string?>> proveAnew, Action<RotationStep> reached)
{
    private const string File = "file:";

    /// <summary>A copy that is being taken ends in that time; one that does not is told.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(1);

    private readonly KeyMemory _memory = new(state);
    private readonly string? _used = reference.StartsWith(File, StringComparison.Ordinal) ? Final(reference[File.Length..]) : null;

    public ImmutableArray<string> Names { get; } = [.. addresses.Select(a => a.Name)];

    public string Reference => reference;

    /// <summary>Where the new key is until it is in use.</summary>
    public string NewFile => _used is not null ? _used + ".new" : state.PlaceOf(StoreNames.NewKeyOf(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(reference)))[..12]));

    /// <summary>Where the old key is until it opens nothing more; null: where the operator keeps it.</summary>
    public string? OldFile => _used is null ? null : _used + ".old";

    /// <exception cref="RepositoryException">A repository cannot be opened, or a key not be added or proved. What the reference gives opens them all as before.</exception>
    /// <exception cref="IOException">A file cannot be written; the same.</exception>
    public async Task<RotationStage> RotateAsync(CancellationToken cancellationToken)
    {
        var now = await keys(reference, cancellationToken);
        var opened = new Dictionary<string, string>();
        foreach (var address in addresses)
        {
            opened[address.Name] = await OpensAsync(address, now, static r => Task.FromResult(r.KeyName), cancellationToken);
        }

        if (addresses.All(a => Pending(a) is { } pending && pending.NewKey == opened[a.Name]))
        {
            return await FinishStoringAsync(cancellationToken);
        }

        // 1. The same key again, if it was cut off after this.
        Directory.CreateDirectory(Path.GetDirectoryName(NewFile)!);
        var key = new NewKeyFile(NewFile).Take();
        reached(RotationStep.KeyMade);
        var added = new Dictionary<string, string>();
        foreach (var address in addresses)
        {
            // 2. Opens already: it was cut off after this.
            added[address.Name] = await TryOpenAsync(address, key, cancellationToken) ?? await OpensAsync(address, now, r => AddAsync(r, key, cancellationToken), cancellationToken);
            reached(RotationStep.KeyAdded);
        }

        foreach (var address in addresses)
        {
            // 3. From the store, by nothing that is still open.
            var proved = await OpensAsync(address with { KeyName = added[address.Name] }, key, static r => Task.FromResult(r.KeyName), cancellationToken);
            if (proved == opened[address.Name])
            {
                throw new RepositoryException(RepositoryFault.Request, $"{address.Name}: {NewFile} holds the key that is in use already", "move that file away, and begin again");
            }

            // 4. With new keys of earlier tries that nobody has any more.
            _memory.Change(address.Name, care => care with
            {
                Pending = new(care.Pending?.Began ?? clock.GetUtcNow(), opened[address.Name], proved, [.. Superseded(care.Pending, proved)]),
            });
            reached(RotationStep.KeyProved);
        }

        // 5. and 6.
        if (_used is null)
        {
            return RotationStage.ToStore;
        }

        new NewKeyFile(NewFile).Replace(_used, OldFile!);
        reached(RotationStep.Stored);
        return await FinishStoringAsync(cancellationToken);
    }

    /// <summary>Removes the old key from each repository.</summary>
    /// <returns>How many keys.</returns>
    /// <exception cref="RepositoryException">What the reference gives is not the new key, or a repository cannot be opened.</exception>
    public async Task<int> RemoveOldAsync(CancellationToken cancellationToken)
    {
        var now = await keys(reference, cancellationToken);
        var removed = 0;
        foreach (var address in addresses)
        {
            if (Pending(address) is not { } pending)
            {
                continue;
            }

            removed += await OpensAsync(address with { KeyName = pending.NewKey }, now, async repository =>
            {
                if (repository.KeyName != pending.NewKey)
                {
                    throw new RepositoryException(RepositoryFault.Request, $"{address.Name}: {reference} does not give the new key, so the old one was not removed", "store the new key first: holdfast keys rotate");
                }

                await repository.UnlockOfTheDeadAsync(cancellationToken);
                string[] there = [.. (await repository.KeysAsync(static _ => { }, cancellationToken)).Select(k => k.Id)];
                string[] going = [.. pending.Superseded.Prepend(pending.OldKey).Where(there.Contains)];
                foreach (var old in going)
                {
                    await repository.RemoveKeyAsync(old, LockPatience, cancellationToken);
                    reached(RotationStep.OldRemoved);
                }

                return going.Length;
            }, cancellationToken);
        }

        // 7. What opens nothing is kept by nobody. The memory goes last: until then it is done again.
        if (OldFile is { } file && System.IO.File.Exists(file))
        {
            NewKeyFile.Remove(file);
        }

        foreach (var address in addresses)
        {
            _memory.Change(address.Name, care => care with { Pending = null });
        }

        reached(RotationStep.Finished);
        return removed;
    }

    /// <summary>What the reference gives is in use from now on, once another process has shown it.</summary>
    private async Task<RotationStage> FinishStoringAsync(CancellationToken cancellationToken)
    {
        foreach (var address in addresses)
        {
            var proved = await proveAnew(address.Name, cancellationToken);
            if (proved != Pending(address)!.NewKey)
            {
                PutBack();
                throw new RepositoryException(
                    RepositoryFault.WrongPassword,
                    $"{address.Name}: another process that looks for the key at {reference} does not open it with the new one"
                        + (_used is null ? "" : $", so the old one was put back; the new one opens it as well, and is in {NewFile}"),
                    "\"holdfast keys\" shows what opens; then the same again");
            }

            reached(RotationStep.StoreProved);
        }

        foreach (var address in addresses.Where(a => !Pending(a)!.IsStored))
        {
            _memory.Change(address.Name, care => care with { ChangedAt = clock.GetUtcNow(), Pending = care.Pending! with { IsStored = true } });
        }

        RepositoryIds.WriteKeyNames(state, addresses.Select(a => KeyValuePair.Create(a.Name, Pending(a)!.NewKey)));
        if (System.IO.File.Exists(NewFile))
        {
            NewKeyFile.Remove(NewFile); // It is where the operator stored it.
        }

        return RotationStage.Stored;
    }

    /// <summary>A process of this machine that was killed holds nobody up.</summary>
    private static async Task<string> AddAsync(Repository repository, Password key, CancellationToken cancellationToken)
    {
        await repository.UnlockOfTheDeadAsync(cancellationToken);
        return await repository.AddKeyAsync(new NewKey(key) { LockPatience = LockPatience }, cancellationToken);
    }

    private void PutBack()
    {
        if (_used is not null && OldFile is { } old && System.IO.File.Exists(old) && !addresses.Any(a => Pending(a)!.IsStored))
        {
            // At every moment there is one in its place.
            Durable.WriteWhole(NewFile, System.IO.File.ReadAllBytes(_used));
            System.IO.File.Move(old, _used, overwrite: true);
            Durable.FlushFolder(Path.GetDirectoryName(_used)!);
        }
    }

    private PendingRotation? Pending(RepositoryAddress address) => _memory.Read().Of(address.Name).Pending;

    private static IEnumerable<string> Superseded(PendingRotation? before, string proved) =>
        before is null ? [] : before.Superseded.Append(before.NewKey).Where(k => k != proved).Distinct();

    /// <summary>A link leads to where the key is; its own name stays.</summary>
    private static string Final(string path) => System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private async Task<string?> TryOpenAsync(RepositoryAddress address, Password key, CancellationToken cancellationToken)
    {
        try
        {
            return await OpensAsync(address with { KeyName = Pending(address)?.NewKey }, key, static r => Task.FromResult(r.KeyName), cancellationToken);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.WrongPassword)
        {
            return null;
        }
    }

    private async Task<T> OpensAsync<T>(RepositoryAddress address, Password key, Func<Repository, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var repository = await RepositorySet.OpenAsync(address, (_, _) => Task.FromResult(key), clock, cancellationToken);
        return repository.Doubt is { } doubt
            ? throw new RepositoryException(RepositoryFault.Damaged, $"{address.Name}: {doubt}, so no key of it is changed", "bring the file \"config\" back from another copy of the repository")
            : await work(repository);
    }
}

/// <summary>How far a rotation is when it ends for now.</summary>
public enum RotationStage
{
    /// <summary>The new key opens; the operator has to store it where the reference finds it.</summary>
    ToStore,

    /// <summary>The reference gives the new key; the old one opens, too.</summary>
    Stored,
}

public enum RotationStep
{
    KeyMade,
    KeyAdded,
    KeyProved,
    Stored,
    StoreProved,
    OldRemoved,
    Finished,
}
