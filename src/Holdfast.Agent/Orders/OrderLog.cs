using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Restic.Backends;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Orders;

/// <summary>
/// What this host was ordered to do in runs, and how it ended: written before an order begins, so that whoever asks afterwards is told the
/// truth whatever died meanwhile. Several agents may use one log at once.
/// </summary>
/// <param name="folder">Absolute; made when it is first needed.</param>
public sealed class OrderLog(string folder, TimeProvider time)
{
    /// <summary>Runs of which no one spoke for so long are forgotten, each as a whole: a run with some of its orders gone would have them done again.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The same for runs with an order of which it is not known how it ended: someone may still ask.</summary>
    private static readonly TimeSpan KeptOpen = TimeSpan.FromDays(400);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>EWOULDBLOCK: what .NET reports when another process holds the lock, and nothing else. A full disk is another matter.</summary>
    private const int WouldBlock = 11;

    private const string LeadFile = "lead.json";
    private const string Begun = ".begun";
    private const string Done = ".ended";

    private readonly Lock _alone = new();

    /// <summary>Hears who leads a run.</summary>
    /// <exception cref="HostException">Another leader has a higher number, or the same one: this one was overtaken.</exception>
    public void Hear(Lead lead)
    {
        lock (_alone)
        {
            var run = FolderOf(lead.Run);
            Directory.CreateDirectory(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var only = LockOf(run);
            var known = Read(Path.Join(run, LeadFile), OrderLogJson.Default.Lead, out _); // A spoilt one keeps nobody from a recovery: who speaks now leads.
            if (known == lead)
            {
                return;
            }

            if (known is not null && known.Number >= lead.Number)
            {
                throw new HostException(
                    $"refused: {lead.Run} was taken over by another leader ({known.Leader}, number {known.Number}); this one has number {lead.Number}",
                    "Stop here; the run goes on where it was taken over.");
            }

            Durable.WriteWhole(Path.Join(run, LeadFile), JsonSerializer.SerializeToUtf8Bytes(lead, OrderLogJson.Default.Lead));
            ForgetOld();
        }
    }

    /// <summary>Writes down that an order is about to begin.</summary>
    /// <returns>False: it is known already; nothing was written.</returns>
    public bool TryBegin(Lead lead, string id, string kind)
    {
        var path = PathOf(lead.Run, id);
        lock (_alone)
        {
            if (File.Exists(path + Begun))
            {
                return false;
            }

            using var only = LockOf(FolderOf(lead.Run));
            return !File.Exists(path + Begun) && Write(path, id, kind);
        }
    }

    /// <summary>Writes down that an order that was cut off is carried out once more.</summary>
    /// <returns>False: another agent was faster.</returns>
    public bool TryBeginAgain(Lead lead, string id, string kind)
    {
        lock (_alone)
        {
            using var only = LockOf(FolderOf(lead.Run));
            if (FateOf(lead.Run, id).State != OrderState.Interrupted)
            {
                return false;
            }

            File.Delete(PathOf(lead.Run, id) + Done); // Told to stop; it goes on after all.
            return Write(PathOf(lead.Run, id), id, kind);
        }
    }

    /// <param name="report">Null: it was told to stop, and what it did until then no one knows.</param>
    public void End(Lead lead, string id, Report? report) =>
        Durable.WriteWhole(PathOf(lead.Run, id) + Done, JsonSerializer.SerializeToUtf8Bytes(new OrderEnded(time.GetUtcNow(), report), OrderLogJson.Default.OrderEnded));

    /// <summary>What became of an order, as far as it is written down.</summary>
    public Fate FateOf(string run, string id)
    {
        var path = PathOf(run, id);
        if (Read(path + Done, OrderLogJson.Default.OrderEnded, out var isSpoilt) is { } ended)
        {
            return ended.Report is null ? new(id, OrderState.Interrupted) : new(id, OrderState.Ended, ended.Report);
        }

        if (isSpoilt)
        {
            return new(id, OrderState.Unknown);
        }

        if (Read(path + Begun, OrderLogJson.Default.OrderBegun, out isSpoilt) is { } begun)
        {
            // It may have ended between the two looks.
            return begun.Boot == ProcessTable.BootId && ProcessTable.IsAlive(begun.Pid, begun.StartTime) ? new(id, OrderState.UnderWay)
                : File.Exists(path + Done) ? FateOf(run, id)
                : new(id, OrderState.Interrupted);
        }

        return new(id, !isSpoilt && File.Exists(Path.Join(FolderOf(run), LeadFile)) ? OrderState.NeverCame : OrderState.Unknown);
    }

    private bool Write(string path, string id, string kind)
    {
        var self = ProcessTable.Find(Environment.ProcessId)!.Value;
        Durable.WriteWhole(
            path + Begun,
            JsonSerializer.SerializeToUtf8Bytes(new OrderBegun(id, kind, time.GetUtcNow(), self.Pid, self.StartTime, ProcessTable.BootId), OrderLogJson.Default.OrderBegun));
        return true;
    }

    /// <summary>Held for moments, and given back by the kernel when its holder dies.</summary>
    private static FileStream LockOf(string run)
    {
        FileStream? held = null;
        return SpinWait.SpinUntil(() => (held = TryLock(run)) is not null, Longest)
            ? held!
            : throw new HostException($"{run} is held by another agent for {Longest.TotalSeconds:0} s", "See which holdfast agent hangs on this host, and end it.");
    }

    private static FileStream? TryLock(string run)
    {
        try
        {
            return new(Path.Join(run, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null; // Another agent writes at this moment.
        }
    }

    /// <summary>Removes what is written down of runs that are long over.</summary>
    public void ForgetOld()
    {
        var now = time.GetUtcNow();
        foreach (var run in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
        {
            try
            {
                var age = now - LastSpokenOf(run);
                if (age > (IsOver(run) ? Kept : KeptOpen))
                {
                    using var only = TryLock(run);
                    if (only is not null) // Else someone speaks of it at this moment.
                    {
                        Directory.Delete(run, recursive: true);
                    }
                }
            }
            catch (DirectoryNotFoundException)
            {
                // Another agent was faster.
            }
        }
    }

    private static DateTime LastSpokenOf(string run) => new DirectoryInfo(run).EnumerateFiles().Select(f => f.LastWriteTimeUtc).DefaultIfEmpty(Directory.GetLastWriteTimeUtc(run)).Max();

    private static bool IsOver(string run) => Directory.EnumerateFiles(run, "*" + Begun).All(begun => File.Exists(Path.ChangeExtension(begun, Done)));

    private string FolderOf(string run) => Path.Join(folder, NameOf(run));

    private string PathOf(string run, string id) => Path.Join(FolderOf(run), NameOf(id));

    /// <summary>Names of runs and orders come from elsewhere and are of any characters.</summary>
    private static string NameOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    /// <param name="isSpoilt">Whether it is there and says nothing that can be understood: then nobody knows what became of the order, and the operator is asked.</param>
    private static T? Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, out bool isSpoilt) where T : class
    {
        isSpoilt = false;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            isSpoilt = true;
            return null;
        }
    }
}
