using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Checks;
using Holdfast.Restic.Operations.Copies;
using Holdfast.Restic.Operations.Dumps;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Operations.Keys;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Operations.Pruning;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Operations.Repairs;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Operations.Tagging;
using Holdfast.Restic.Packs;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic;

/// <summary>
/// A repository in restic's format, opened with a password: the one door to the engine. Nothing is kept between calls but the key, so
/// each sees what others have stored meanwhile. Calls may run at once. Failures are <see cref="RepositoryException"/>.
/// </summary>
public sealed class Repository : IAsyncDisposable
{
    private readonly OpenRepository _open;

    private Repository(OpenRepository open)
    {
        _open = open;
        open.Backend.Opened(open.Config.Id);
    }

    /// <summary>Its name for life: 64 hexadecimal digits.</summary>
    public string Id => _open.Config.Id;

    /// <summary>1 can be read, 2 also written.</summary>
    public int Version => (int)_open.Config.Version;

    public string Location => _open.Backend.Location;

    /// <summary>The name of the key file that the password opened: named as a hint, it is tried before keys that others put there.</summary>
    public string KeyName => _open.KeyName;

    /// <summary>What is wrong with its config, so that it can only be read; null: nothing.</summary>
    public string? Doubt { get; private init; }

    /// <summary>This machine's full name: what a snapshot of it carries unless told otherwise.</summary>
    public static string ThisHost => Platform.ThisMachine.HostName;

    /// <summary>Makes a new repository of version 2. Never over anything that is there.</summary>
    public static async Task<Repository> InitAsync(IBackend backend, Password password, TimeProvider clock, CancellationToken ct) =>
        new(await KeyRing.InitAsync(backend, password, clock, ct));

    /// <param name="alike">A repository whose way to cut files the new one takes over, so that what is copied between the two and what is
    /// backed up into them is stored once.</param>
    public static async Task<Repository> InitAsync(
        IBackend backend, Password password, Repository alike, TimeProvider clock, CancellationToken ct) =>
        new(await KeyRing.InitAsync(backend, password, clock, ct, alike._open.Config.Polynomial));

    public static Task<Repository> OpenAsync(IBackend backend, Password password, TimeProvider clock, CancellationToken ct) =>
        OpenAsync(backend, password, null, clock, ct);

    /// <summary>To look into it and to restore from it: where its config is lost it is read all the same, and nothing is written.</summary>
    /// <param name="keyHint">How the name of the key to try first begins; null: any.</param>
    public static async Task<Repository> OpenToReadAsync(IBackend backend, Password password, string? keyHint, TimeProvider clock, CancellationToken ct)
    {
        var (open, doubt) = await KeyRing.OpenToReadAsync(backend, password, keyHint, clock, ct);
        return new(open) { Doubt = doubt };
    }

    /// <param name="keyHint">How the name of the key to try first begins.</param>
    public static async Task<Repository> OpenAsync(
        IBackend backend, Password password, string? keyHint, TimeProvider clock, CancellationToken ct) =>
        new(await KeyRing.OpenAsync(backend, password, keyHint, clock, ct));

    /// <summary>The same repository, with blobs and packs written another way from now on.</summary>
    public Repository With(PackSettings settings) => new(_open with { Writing = settings });

    /// <summary>Makes a snapshot. What cannot be read is left out and told, and then the snapshot says that it is partial.</summary>
    public Task<BackupReport> BackupAsync(BackupRequest request, IProgress<BackupProgress>? progress, CancellationToken ct) =>
        Backup.RunAsync(_open, request, progress, ct);

    /// <summary>All snapshots, oldest first. A damaged snapshot file is an error that names it.</summary>
    public Task<IReadOnlyList<Snapshot>> SnapshotsAsync(CancellationToken ct) => SnapshotsAsync(static e => throw e, ct);

    /// <param name="onDamage">Told of each snapshot file that cannot be read; when it returns, the others are listed.</param>
    public Task<IReadOnlyList<Snapshot>> SnapshotsAsync(Action<RepositoryException> onDamage, CancellationToken ct) =>
        _open.Backend.LoadSnapshotsAsync(_open.Key, onDamage, ct);

    public Task<RestoreReport> RestoreAsync(RestoreRequest request, IProgress<RestoreProgress>? progress, CancellationToken ct) =>
        Restore.RunAsync(_open, request, progress, ct);

    /// <summary>One small file out of a snapshot.</summary>
    public async Task<byte[]> ReadFileAsync(Snapshot snapshot, string path, CancellationToken ct)
    {
        using var content = new MemoryStream();
        await DumpAsync(snapshot, path, content, ct);
        return content.ToArray();
    }

    /// <summary>Writes a file's content to a stream.</summary>
    public async Task DumpAsync(Snapshot snapshot, string path, Stream output, CancellationToken ct)
    {
        var content = await SnapshotContent.OpenAsync(_open, ct);
        await foreach (var chunk in content.ReadAsync(snapshot, path, ct))
        {
            await output.WriteAsync(chunk, ct);
        }
    }

    /// <summary>Writes a file, or a folder as an archive, to a stream, front to back.</summary>
    public Task DumpAsync(DumpRequest request, Stream output, CancellationToken ct) => Dump.RunAsync(_open, request, output, ct);

    /// <summary>
    /// Does reading work under a lock that others share and that keeps those out who delete, as restic's readers hold one.
    /// </summary>
    /// <param name="patience">How long to wait for others to finish; zero: not at all.</param>
    /// <exception cref="RepositoryException">Locked: by someone else before the work began, or lost while it went on.</exception>
    public Task<T> SharedAsync<T>(TimeSpan patience, Func<CancellationToken, Task<T>> work, CancellationToken ct) =>
        RepositoryLock.HoldAsync(_open, exclusive: false, patience, work, ct);

    /// <summary>To look into many snapshots at once: the index is read now, and only now.</summary>
    public Task<SnapshotContent> LookAsync(CancellationToken ct) => SnapshotContent.OpenAsync(_open, ct);

    /// <summary>What it is made of, for troubleshooting.</summary>
    public StoredObjects Objects => new(_open);

    /// <summary>Everything at and under a path of a snapshot, a folder before what lies in it.</summary>
    public async IAsyncEnumerable<ListedNode> ListAsync(
        Snapshot snapshot, string path, bool recursive, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var content = await SnapshotContent.OpenAsync(_open, ct);
        await foreach (var node in content.ListAsync(snapshot, path, recursive, ct))
        {
            yield return node;
        }
    }

    /// <summary>
    /// Reads these packs whole from the store and authenticates everything in them. Damage is in the report, not thrown.
    /// </summary>
    public Task<VerifyReport> ReadBackAsync(IReadOnlyCollection<PackId> packs, CancellationToken ct) =>
        ReadBack.RunAsync(_open, packs, null, ct);

    /// <summary>
    /// Which of these snapshots need a pack or an index file that is not there as it must be, by names and sizes alone; nothing is locked.
    /// </summary>
    /// <param name="distrusted">Names of packs that were found damaged when they were read: what only they hold counts as lost, too.</param>
    /// <returns>Those that can't be brought back whole, each with what is lost.</returns>
    public async Task<IReadOnlyDictionary<SnapshotId, string>> LostAsync(
        IReadOnlyCollection<Snapshot> snapshots, IReadOnlySet<string> distrusted, CancellationToken ct) =>
        (await PresenceAsync(snapshots, distrusted, ct)).Lost;

    /// <summary>The same, with how much is stored, which the names and sizes say as well.</summary>
    /// <param name="distrusted">Names of packs that were found damaged when they were read.</param>
    public Task<PresenceReport> PresenceAsync(IReadOnlyCollection<Snapshot> snapshots, IReadOnlySet<string> distrusted, CancellationToken ct) =>
        Presence.LookAsync(_open, snapshots, distrusted, ct);

    /// <summary>Whether everything that the snapshots need is there and good. Damage is in the report, not thrown.</summary>
    public Task<CheckReport> CheckAsync(CheckRequest request, IProgress<CheckProgress>? progress, CancellationToken ct) =>
        Check.RunAsync(_open, request, progress, ct);

    /// <summary>Removes snapshots by a policy or by name. What could not be removed is in the report, not thrown.</summary>
    /// <param name="onPlan">Told of the plan before it is carried out.</param>
    /// <param name="onPrunePlan">The same for what is pruned after, if that is asked for.</param>
    public Task<ForgetReport> ForgetAsync(
        ForgetRequest request, Action<ForgetPlan>? onPlan, Action<PrunePlan>? onPrunePlan, IProgress<PruneProgress>? progress, CancellationToken ct) =>
        Forget.RunAsync(_open, request, onPlan, onPrunePlan, progress, ct);

    /// <summary>Deletes what no snapshot uses. May be cut off anywhere: the next prune finishes. In doubt nothing is deleted and it is thrown why.</summary>
    /// <param name="onPlan">Told of the plan before it is carried out.</param>
    public Task<PruneReport> PruneAsync(
        PruneRequest request, Action<PrunePlan>? onPlan, IProgress<PruneProgress>? progress, CancellationToken ct) =>
        Prune.RunAsync(_open, request, onPlan, progress, ct);

    /// <summary>Changes the tags of snapshots; each that changes gets another id, and says of which it was made.</summary>
    public Task<TagReport> TagAsync(TagRequest request, IProgress<TagChange>? progress, CancellationToken ct) =>
        TagWork.RunAsync(_open, request, progress, ct);

    /// <summary>Copies snapshots of another repository into this one. A snapshot that cannot be copied is in the report, not thrown.</summary>
    public Task<CopyReport> CopyFromAsync(Repository source, CopyRequest request, IProgress<CopyProgress>? progress, CancellationToken ct) =>
        Copy.RunAsync(source._open, _open, request, progress, ct);

    /// <summary>Makes the index say what the packs hold.</summary>
    /// <returns>What was done, or would be in a dry run.</returns>
    public Task<IndexRepairPlan> RepairIndexAsync(IndexRepairRequest request, IProgress<RepairProgress>? progress, CancellationToken ct) =>
        IndexRepair.RunAsync(_open, request, progress, ct);

    /// <summary>Saves what is good in damaged packs, keeps copies of their files elsewhere and removes them.</summary>
    public Task<PackRepairReport> RepairPacksAsync(PackRepairRequest request, IProgress<RepairProgress>? progress, CancellationToken ct) =>
        PackRepair.RunAsync(_open, request, progress, ct);

    /// <summary>Makes copies of damaged snapshots without what is lost.</summary>
    public Task<SnapshotRepairReport> RepairSnapshotsAsync(
        SnapshotRepairRequest request, IProgress<RepairProgress>? progress, CancellationToken ct) =>
        SnapshotRepair.RunAsync(_open, request, progress, ct);

    /// <summary>Removes locks of programs that are gone; with <paramref name="all"/> also those of programs that may still work.</summary>
    /// <returns>How many were removed.</returns>
    public Task<int> UnlockAsync(bool all, CancellationToken ct) => Unlock.RunAsync(_open, all, ct);

    /// <summary>Removes locks that processes of this machine left which are no more.</summary>
    /// <returns>How many.</returns>
    public Task<int> UnlockOfTheDeadAsync(CancellationToken ct) => Unlock.OfTheDeadAsync(_open, ct);

    /// <summary>What keeps everyone who writes out and does not pass by itself, with what to do; null: nothing does.</summary>
    public Task<RepositoryException?> ObstacleAsync(CancellationToken ct) => Obstacle.InAsync(_open, ct);

    public Task<IReadOnlyList<RepositoryKey>> KeysAsync(CancellationToken ct) => KeysAsync(static e => throw e, ct);

    /// <param name="onDamage">Told of each key file that cannot be read; when it returns, the others are listed.</param>
    public Task<IReadOnlyList<RepositoryKey>> KeysAsync(Action<RepositoryException> onDamage, CancellationToken ct) =>
        KeyRing.ListAsync(_open, onDamage, ct);

    /// <summary>Lets another password open the repository too.</summary>
    /// <returns>The new key's name.</returns>
    public Task<string> AddKeyAsync(Password password, CancellationToken ct) => AddKeyAsync(new NewKey(password), ct);

    /// <inheritdoc cref="AddKeyAsync(Password, CancellationToken)"/>
    public Task<string> AddKeyAsync(NewKey key, CancellationToken ct) => KeyRing.AddAsync(_open, key, ct);

    /// <summary>Puts a new key into the place of the one that opened the repository, which is then removed.</summary>
    /// <returns>The new key's name.</returns>
    public Task<string> ReplaceKeyAsync(NewKey key, CancellationToken ct) => KeyRing.ReplaceAsync(_open, key, ct);

    /// <param name="name">How the key's name begins; no other's may.</param>
    public Task RemoveKeyAsync(string name, CancellationToken ct) => RemoveKeyAsync(name, TimeSpan.Zero, ct);

    /// <param name="lockPatience">How long to wait for others to release the repository.</param>
    public Task RemoveKeyAsync(string name, TimeSpan lockPatience, CancellationToken ct) => KeyRing.RemoveAsync(_open, name, lockPatience, ct);

    /// <summary>Closes the store. What could not be opened, whoever opened its store closes.</summary>
    public ValueTask DisposeAsync() => (_open.Backend as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
