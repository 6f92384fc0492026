using System.Globalization;
using Holdfast.Sources.Processes;
using Microsoft.Data.Sqlite;

namespace Holdfast.Sources.Kinds.Sqlite;

/// <summary>A SQLite database. It is copied by SQLite itself while programs go on writing it.</summary>
/// <param name="file">Absolute; stored under its own name, restored under whichever name it has on the host.</param>
public sealed class SqliteSource(string file, TimeProvider time) : ISource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // A writer in rollback mode holds others off while it commits.

    public string Target { get; } = Path.GetFullPath(file);

    // On the same disk, so that the last act is one rename; always the same name, so that a repeated restore finds it.
    private string Beside => Path.Combine(Path.GetDirectoryName(Target)!, $".{Path.GetFileName(Target)}.holdfast-restore");

    public async Task<Capture> CaptureAsync(string stagingRoot, CancellationToken cancellation)
    {
        if (!File.Exists(Target))
            throw new HostException($"the SQLite database {Target} is not there",
                "check the path in the plan, and that its disk is mounted");
        var staging = StagingFolder.Create(stagingRoot);
        try
        {
            var takenAt = time.GetUtcNow();
            var copy = Path.Combine(staging.Path, Path.GetFileName(Target));
            await InTimeAsync(Target, "copying", stop => { CopyTo(copy, stop); return true; }, cancellation);
            File.SetUnixFileMode(copy, File.GetUnixFileMode(Target));
            await Chown.LikeAsync(Target, copy, time, cancellation);
            return new(takenAt, staging.Path, [], staging);
        }
        catch // Whatever it was, no one else would take away what was staged.
        {
            await staging.DisposeAsync();
            throw;
        }
    }

    public Task<Verified> VerifyAsync(Capture capture, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(capture);
        var copy = Path.Combine(capture.Folder, Path.GetFileName(Target));
        return InTimeAsync(
            copy,
            "checking",
            stop =>
            {
                SqliteFile.Check(copy, stop);
                return new Verified(SqliteFile.BytesInUse(copy, Target, stop), []) { Tables = TableNames.Of(SqliteFile.TablesWithRows(copy, stop)) };
            },
            cancellation);
    }

    public Task<string> PrepareRestoreAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(Target))
            throw new HostException($"{Target} is a folder where a database file shall be restored", "move it away");
        if (OpenFiles.UserOf([Target, .. SqliteFile.CompanionsOf(Target)]) is { } user)
            throw new HostException($"the database {Target} is in use by {user}", "stop that program, then restore again");
        RestoreTarget.MakeWayTo(Target);
        if (Directory.Exists(Beside)) Directory.Delete(Beside, recursive: true);
        return Task.FromResult(Beside);
    }

    public async Task<string?> FinishRestoreAsync(bool drill, CancellationToken cancellation)
    {
        var restored = Directory.GetFiles(Beside);
        if (restored.Length != 1)
            throw new HostException($"the recovery point holds {restored.Length} files, not one SQLite database",
                "choose a recovery point of this system") { IsOfPoint = true };
        if (SqliteFile.IsLink(restored[0]))
            throw new HostException($"the recovery point holds a link in place of the database {Path.GetFileName(restored[0])}, and a link can lead to any file of this host",
                "choose a recovery point of this system that Holdfast took") { IsOfPoint = true };
        await InTimeAsync(
            restored[0],
            "checking",
            stop =>
            {
                SqliteFile.Check(restored[0], stop);
                return SqliteFile.BytesInUse(restored[0], restored[0], stop); // Throws where there is no table.
            },
            cancellation);

        // 1. What the old database left unfinished goes first: SQLite would play it into the new one and destroy it.
        foreach (var stale in SqliteFile.CompanionsOf(Target)) File.Delete(stale);
        // 2. The file then changes at one stroke.
        File.Move(restored[0], Target, overwrite: true);
        Directory.Delete(Beside, recursive: true);
        return null;
    }

    /// <summary>What a database holds must not keep a recovery, or the copies of other systems, waiting for ever.</summary>
    private Task<T> InTimeAsync<T>(string read, string doing, Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        var most = SqliteWork.AllowanceFor(read);
        return SqliteWork.RunAsync(
            work,
            most,
            () => new HostException(
                string.Create(CultureInfo.InvariantCulture, $"{doing} the SQLite database {Path.GetFileName(read)} was not done after {most.TotalMinutes:0} minutes"),
                "see how quickly its disk is read; what stands in the database may keep SQLite busy without end")
            {
                IsOfPoint = true,
            },
            time,
            cancellation);
    }

    private void CopyTo(string copy, CancellationToken cancellation)
    {
        try
        {
            using (var source = SqliteFile.OpenToRead(Target, Patience, cancellation))
            using (var target = SqliteFile.OpenNew(copy, Patience, cancellation))
                OnlineBackup.Copy(source, target, cancellation);
            foreach (var companion in SqliteFile.CompanionsOf(copy)) File.Delete(companion);
        }
        catch (SqliteException e)
        {
            throw SqliteFile.Explain(Target, e);
        }
    }
}
