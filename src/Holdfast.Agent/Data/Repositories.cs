using Holdfast.Agent.Access;
using Holdfast.Agent.Commands;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Snapshots;
using Holdfast.Sources;

namespace Holdfast.Agent.Data;

/// <summary>Opens repositories with the keys that this host has.</summary>
internal sealed class Repositories(AgentSettings settings, Keyring keyring)
{
    /// <summary>Making a repository is not worth a long wait: the next round tries again.</summary>
    private static readonly TimeSpan MakingPatience = TimeSpan.FromSeconds(30);

    internal Task<Repository> OpenAsync(RepositoryAddress address, CancellationToken cancellation) =>
        OpenAsync(address, Repository.OpenAsync, null, cancellation);

    /// <summary>To restore from it, although its config may be lost.</summary>
    /// <param name="patience">How long the store may fail to answer; null: as long as stores are waited for.</param>
    internal Task<Repository> OpenToReadAsync(RepositoryAddress address, TimeSpan? patience, CancellationToken cancellation) =>
        OpenAsync(address, Repository.OpenToReadAsync, patience, cancellation);

    private async Task<Repository> OpenAsync(
        RepositoryAddress address, Func<IBackend, Password, string?, TimeProvider, CancellationToken, Task<Repository>> open, TimeSpan? patience, CancellationToken cancellation)
    {
        var password = await PasswordAsync(address, cancellation);
        var reached = Reached(address);
        var backend = Locations.Open(address.At, patience is { } most ? reached with { RetryFor = most, StuckAfter = most } : reached);
        try
        {
            return await open(backend, password, address.KeyName, settings.Time, cancellation);
        }
        catch // Whatever it was: no program that was started to reach the store may stay behind.
        {
            await CloseAsync(backend);
            throw;
        }
    }

    private static BackendSettings Reached(RepositoryAddress address) => BackendSettings.FromEnvironment with { Ssh = new(address.Over?.HostKey, address.Over?.Via) };

    internal static ValueTask CloseAsync(IBackend backend) => (backend as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <returns>With a note if it was made now; without, there was a repository, and our key opens it.</returns>
    internal async Task<Report> EnsureAsync(RepositoryAddress address, CancellationToken cancellation)
    {
        var password = await PasswordAsync(address, cancellation);
        var backend = Locations.Open(address.At, Reached(address) with { RetryFor = MakingPatience, StuckAfter = MakingPatience });
        try
        {
            await using var opened = await Repository.OpenAsync(backend, password, address.KeyName, settings.Time, cancellation);
            return new Done();
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.NotFound)
        {
            if (WhatIsAt(address.At) is { } something)
                throw new RepositoryException(
                    RepositoryFault.AlreadyExists,
                    $"{address.At} is no repository, but there is something: {something}",
                    "name an empty place, or find out what it is: nothing is ever made over it", e);
        }
        catch // As above.
        {
            await CloseAsync(backend);
            throw;
        }

        await using var made = await Repository.InitAsync(backend, password, settings.Time, cancellation);
        return new Done(Note: $"new repository made at {made.Location}");
    }

    /// <param name="id">The snapshot's whole name, or a beginning that no other has.</param>
    internal static async Task<Snapshot> FindAsync(Repository repository, string id, CancellationToken cancellation)
    {
        // A damaged snapshot file must not stand between an operator and the good ones.
        var all = await repository.SnapshotsAsync(static _ => { }, cancellation);
        return all.Where(s => id.Length >= 8 && s.Id.ToString().StartsWith(id, StringComparison.Ordinal)).Take(2).ToArray() switch
        {
            [var found] => found,
            [] => throw new HostException(
                $"there is no readable snapshot {id} in {repository.Location}", "list what there is with `holdfast repo snapshots`"),
            _ => throw new HostException($"several snapshots in {repository.Location} begin with {id}", "give the whole name"),
        };
    }

    private async Task<Password> PasswordAsync(RepositoryAddress address, CancellationToken cancellation) =>
        new((await keyring.ResolveAsync(address.Key, cancellation)).Reveal());

    // A half-lost repository has no config any more but all its packs; making a new one there would bury it.
    internal static string? WhatIsAt(string location)
    {
        var path = location.StartsWith("local:", StringComparison.Ordinal) ? location["local:".Length..] : location;
        if (File.Exists(path)) return "a file";
        return Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).FirstOrDefault() : null;
    }
}
