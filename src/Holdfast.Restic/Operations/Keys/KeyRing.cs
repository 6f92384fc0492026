using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Keys;

/// <summary>The keys of a repository: making it, opening it, adding and removing passwords.</summary>
internal static class KeyRing
{
    // As restic: with scrypt at 0.1 to 1 s a try, more than this is a wait that no one understands.
    private const int KeysTried = 20;

    /// <summary>As restic calls it.</summary>
    private const string HintVariable = "RESTIC_KEY_HINT";

    internal static async Task<OpenRepository> InitAsync(
        IBackend backend, Password password, TimeProvider clock, CancellationToken ct, Chunking.Polynomial? polynomial = null)
    {
        await backend.CreateAsync(ct);

        // A repository without its config or without its keys is a damaged one, and what is left of it may be all there is to save.
        var isTaken = await backend.SizeAsync(FileName.Config, ct) is not null || await HoldsAnyAsync(backend, ct);
        if (isTaken || await NewMasterAsync(backend, password, clock, ct) is not { } key)
        {
            throw new RepositoryException(
                RepositoryFault.AlreadyExists,
                $"config file already exists: there is a repository in {backend.Location}, or what is left of one",
                "choose an empty place");
        }

        var config = ConfigFile.CreateRandom();
        config = config with { Polynomial = polynomial ?? config.Polynomial };
        try
        {
            await backend.SaveAsync(FileName.Config, config.Encode(key.Master), ct);
        }
        catch (Exception e) when (e is RepositoryException or OperationCanceledException)
        {
            var (stored, isTheirs) = await StoredConfigAsync(backend, key.Master);
            if (isTheirs && key.IsNew)
            {
                // Someone else was first: ours opens nothing.
                await backend.RemoveAsync(new(FileKind.Key, key.Name), CancellationToken.None);
            }

            // Ours being there means that it was stored and only the answer lost.
            if (stored != config)
            {
                throw;
            }
        }

        return Open(backend, key.Master, key.Name, config, clock);
    }

    internal static async Task<OpenRepository> OpenAsync(
        IBackend backend, Password password, string? hint, TimeProvider clock, CancellationToken ct)
    {
        if (await backend.SizeAsync(FileName.Config, ct) is null)
        {
            throw new RepositoryException(
                RepositoryFault.NotFound,
                $"repository does not exist: there is none in {backend.Location}",
                "check the path and that the storage is mounted; only where there never was one, \"holdfast repo init\" makes it");
        }

        var (master, name) = await FindKeyAsync(backend, password, hint, ct);
        var config = await ConfigFile.TryLoadAsync(backend, master, ct);
        return Open(backend, master, name, config ?? throw RepositoryException.Damaged("the config vanished"), clock);
    }

    /// <summary>
    /// To look into it and to restore from it. Where its config is lost or damaged, all else can be read without: a key that opens says that it
    /// is the repository, and every file in it is authenticated. Nothing is written then.
    /// </summary>
    /// <returns>With what is wrong with its config; null: nothing.</returns>
    internal static async Task<(OpenRepository Repository, string? Doubt)> OpenToReadAsync(
        IBackend backend, Password password, string? hint, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            return (await OpenAsync(backend, password, hint, clock, ct), null);
        }
        catch (RepositoryException e) when (e.Fault is RepositoryFault.NotFound or RepositoryFault.Damaged || e is { Fault: RepositoryFault.Storage, IsTransient: false })
        {
            if (await TryFindKeyAsync(backend, password, hint, ct) is not { } key)
            {
                throw;
            }

            var doubt = e.Fault == RepositoryFault.NotFound ? "its config is missing" : $"its config cannot be read: {e.Message}";
            var readOnly = new ReadOnlyBackend(backend, doubt, "bring the file \"config\" back from another copy of the repository");
            return (Open(readOnly, key.Master, key.Name, ConfigFile.Lost(Digest.Of(System.Text.Encoding.UTF8.GetBytes(key.Name)).ToString()), clock), doubt);
        }
    }

    private static async Task<(SealingKey Master, string Name)?> TryFindKeyAsync(IBackend backend, Password password, string? hint, CancellationToken ct)
    {
        try
        {
            return await FindKeyAsync(backend, password, hint, ct);
        }
        catch (RepositoryException)
        {
            return null; // What was wrong before that is what is told.
        }
    }

    private static async Task<(SealingKey Master, string Name)> FindKeyAsync(IBackend backend, Password password, string? hint, CancellationToken ct)
    {
        // Whoever opens a repository anywhere in this program, a recovery too, may have to name it: keys that others put there are tried as well.
        var hints = $"{hint},{RawEnvironment.Variable(HintVariable)}".Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var names = (await backend.ListAsync(FileKind.Key, ct)).Select(k => k.File.Name)
            .OrderByDescending(n => hints.Any(beginning => n.StartsWith(beginning, StringComparison.Ordinal)))
            .ThenBy(n => n, StringComparer.Ordinal).ToList();
        List<string> damaged = [];
        foreach (var name in names.Take(KeysTried))
        {
            SealingKey? master;
            try
            {
                var key = await LoadAsync(backend, name, ct);
                master = key.TryOpen(password, $"key {name}") ?? (password.AsReadBefore is { } before ? key.TryOpen(before, $"key {name}") : null);
            }
            catch (RepositoryException e) when (e.IsUnreadable || e.Fault == RepositoryFault.NotFound)
            {
                // One key that is damaged, or removed since the listing, must not keep the others from opening the repository.
                damaged.Add(e.Message);
                continue;
            }

            if (master is not null)
            {
                return (master, name);
            }
        }

        throw new RepositoryException(
            RepositoryFault.WrongPassword,
            $"wrong password or no key found: no key of the repository in {backend.Location} opens with this password"
                + (names.Count > KeysTried ? $" ({KeysTried} of {names.Count} keys were tried)" : "")
                + string.Concat(damaged.Select(d => "; " + d)),
            names.Count > KeysTried ? $"set {HintVariable} to how the name of your key begins, as the recovery kit says, and \"holdfast repo key list\" where it still opens: it is tried first (several: with commas between them). Keys that none of you made can be moved out of the folder \"keys\"" : "check where the password comes from, and for which repository");
    }

    /// <returns>The new key's name.</returns>
    internal static Task<string> AddAsync(OpenRepository repository, NewKey key, CancellationToken ct) =>
        RepositoryLock.HoldAsync(
            repository, exclusive: false, key.LockPatience,
            token => SaveAsync(repository.Backend, repository.Key, key, repository.Clock, token), ct);

    /// <summary>Another password instead of the one that opened the repository. At every moment one of the two opens it.</summary>
    /// <returns>The new key's name.</returns>
    internal static Task<string> ReplaceAsync(OpenRepository repository, NewKey key, CancellationToken ct) =>
        RepositoryLock.HoldAsync(repository, exclusive: true, key.LockPatience, async token =>
        {
            var name = await SaveAsync(repository.Backend, repository.Key, key, repository.Clock, token);
            await repository.Backend.RemoveAsync(new(FileKind.Key, repository.KeyName), token);
            return name;
        }, ct);

    /// <param name="onDamage">Told of each key file that cannot be read; when it returns, the others are listed.</param>
    internal static async Task<IReadOnlyList<RepositoryKey>> ListAsync(
        OpenRepository repository, Action<RepositoryException> onDamage, CancellationToken ct)
    {
        List<RepositoryKey> keys = [];
        foreach (var stored in await repository.Backend.ListAsync(FileKind.Key, ct))
        {
            try
            {
                var key = await LoadAsync(repository.Backend, stored.File.Name, ct);
                keys.Add(new(stored.File.Name, stored.File.Name == repository.KeyName, key.UserName, key.HostName, key.Created.ToDateTimeOffset()));
            }
            catch (RepositoryException e) when (e.IsUnreadable)
            {
                onDamage(e);
            }
        }

        return [.. keys.OrderBy(k => k.Created)];
    }

    internal static Task RemoveAsync(OpenRepository repository, string prefix, TimeSpan lockPatience, CancellationToken ct) =>
        RepositoryLock.HoldAsync(repository, exclusive: true, lockPatience, async token =>
        {
            await repository.Backend.RemoveAsync(new(FileKind.Key, await FindRemovableAsync(repository, prefix, token)), token);
            return true;
        }, ct);

    private static async Task<string> FindRemovableAsync(OpenRepository repository, string prefix, CancellationToken ct)
    {
        var all = (await repository.Backend.ListAsync(FileKind.Key, ct)).Select(k => k.File.Name).ToList();
        if (!all.Contains(repository.KeyName))
        {
            // Two who remove each other's keys would leave none, and with it nothing that opens the repository ever again.
            throw new RepositoryException(
                RepositoryFault.Request, "the key that opened the repository was removed meanwhile, so no other is removed",
                "open it with the password of another key");
        }

        var names = all.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        if (names.Count != 1 || prefix.Length == 0)
        {
            throw new RepositoryException(
                RepositoryFault.Request, $"{names.Count} keys have a name that begins with \"{prefix}\"",
                "\"holdfast repo key list\" lists what there is");
        }

        return names[0] != repository.KeyName ? names[0] : throw new RepositoryException(
            RepositoryFault.Request, "this is the key that opened the repository just now", "use the password of another key to remove it");
    }

    private static async Task<string> SaveAsync(
        IBackend backend, SealingKey master, NewKey wanted, TimeProvider clock, CancellationToken ct)
    {
        var content = KeyFile.Create(
            master, wanted.Password, clock.GetUtcNow(), wanted.Cost, wanted.UserName, wanted.HostName).Encode();
        var file = new FileName(FileKind.Key, Digest.Of(content).ToString());
        await backend.SaveAsync(file, content, ct);
        try
        {
            // What came back from the store opens too, before anybody relies on it and perhaps removes the key of before.
            Prove(master, wanted, await backend.LoadVerifiedAsync(file, ct), file);
        }
        catch // Whatever it was goes on to the caller; a key that was not proven must not stay.
        {
            await backend.RemoveAsync(file, CancellationToken.None);
            throw;
        }

        return file.Name;
    }

    private static void Prove(SealingKey master, NewKey wanted, byte[] content, FileName file)
    {
        var opened = KeyFile.Decode(content, file.Path).TryOpen(wanted.Password, "a new key");
        if (opened is null || !opened.Encrypt.SequenceEqual(master.Encrypt) || !opened.K.SequenceEqual(master.K) || !opened.R.SequenceEqual(master.R))
        {
            throw RepositoryException.Damaged("a new key does not open the repository, so it was not kept", "test this machine's memory");
        }
    }

    private static async Task<bool> HoldsAnyAsync(IBackend backend, CancellationToken ct)
    {
        foreach (var kind in (FileKind[])[FileKind.Snapshot, FileKind.Index, FileKind.Pack])
        {
            if ((await backend.ListAsync(kind, ct)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    // Made new, or that of an init with this password that got no further than its key. Null: there are only keys of others.
    private static async Task<(SealingKey Master, string Name, bool IsNew)?> NewMasterAsync(
        IBackend backend, Password password, TimeProvider clock, CancellationToken ct)
    {
        var keys = await backend.ListAsync(FileKind.Key, ct);
        if (keys.Count == 0)
        {
            var master = SealingKey.CreateRandom();
            return (master, await SaveAsync(backend, master, new(password), clock, ct), true);
        }

        foreach (var (file, _) in keys.Take(KeysTried))
        {
            try
            {
                if ((await LoadAsync(backend, file.Name, ct)).TryOpen(password, $"key {file.Name}") is { } master)
                {
                    return (master, file.Name, false);
                }
            }
            catch (RepositoryException e) when (e.IsUnreadable)
            {
                // Then it is not the one to go on with.
            }
        }

        return null;
    }

    // Neither when it cannot be told: nothing is removed on the strength of a failure.
    private static async Task<(ConfigFile? Ours, bool IsTheirs)> StoredConfigAsync(IBackend backend, SealingKey master)
    {
        try
        {
            return (await ConfigFile.TryLoadAsync(backend, master, CancellationToken.None), false);
        }
        catch (RepositoryException e)
        {
            return (null, e.Fault == RepositoryFault.Damaged);
        }
    }

    private static async Task<KeyFile> LoadAsync(IBackend backend, string name, CancellationToken ct) =>
        KeyFile.Decode(await backend.LoadVerifiedAsync(new(FileKind.Key, name), ct), $"key {name}");

    private static OpenRepository Open(IBackend backend, SealingKey master, string keyName, ConfigFile config, TimeProvider clock)
    {
        var guard = new GuardedBackend(backend);
        return new(guard, guard, master, keyName, config, clock);
    }
}
