using System.Collections.Immutable;
using System.Text;

namespace Holdfast.Execution.Stores;

/// <summary>What a store holds, by name. A store of files has each under this name in its folder, so none is ever changed.</summary>
public static class StoreNames
{
    /// <summary>A document: what tells this store from those of other machines.</summary>
    public const string Name = "name";

    /// <summary>A stream: what was protected and verified, a line a copy.</summary>
    public const string Protection = "protection.jsonl";

    /// <summary>A stream: salted hashes of one-time codes, and which are spent.</summary>
    public const string Codes = "codes.jsonl";

    /// <summary>A stream: the plans that this machine has worked with, by text and folder.</summary>
    public const string KnownPlans = "known-plans";

    /// <summary>A document: which repository stood at each place of the plan when it was last written to.</summary>
    public const string Repositories = "repositories.json";

    /// <summary>A document: which key file of each repository opened it when it was last written to.</summary>
    public const string RepositoryKeys = "repository-keys.json";

    /// <summary>A document: when keys were changed and typed from paper, when a kit was printed, and which rotation is not done.</summary>
    public const string KeyCare = "key-care.json";

    /// <summary>A lease: who gives repositories new keys.</summary>
    public const string KeysLease = "keys";

    /// <summary>A document: the epochs that were seen, and those to ignore.</summary>
    public const string Epochs = "epochs.json";

    /// <summary>A document: the private key that seals evidence.</summary>
    public const string EvidenceKey = "keys/evidence.pem";

    /// <summary>A document: what stood in its place when it could not be read, for whoever can mend it.</summary>
    public const string UnreadableEvidenceKey = "keys/evidence.pem.unreadable";

    /// <summary>A document: when upkeep was done last in each repository, and what of it is still to do.</summary>
    public const string Upkeep = "upkeep.json";

    /// <summary>A stream: the copies that this machine itself had taken, by how their ids begin.</summary>
    public const string Made = "made";

    /// <summary>A lease: who does the upkeep.</summary>
    public const string UpkeepLease = "upkeep";

    /// <summary>A lease: who keeps the plan's schedule.</summary>
    public const string ScheduleLease = "schedule";

    /// <summary>A document: why the plan's file can't be used by which the schedule is kept.</summary>
    public const string UnusablePlan = "unusable-plan.json";

    /// <summary>A document: since when drills are due that begin by themselves, and what came of them.</summary>
    public const string Drills = "drills.json";

    /// <summary>A document: what people were told of, and what waits to be sent.</summary>
    public const string Alerts = "alerts.json";

    /// <summary>A lease: who tells them.</summary>
    public const string AlertsLease = "alerts";

    /// <summary>Documents: sealed journals, each written once.</summary>
    public const string Evidence = "evidence";

    public const string Runs = "runs";

    /// <summary>A folder of this machine as a host: what it was ordered to do in runs, and how it ended. No other machine's matter.</summary>
    public const string Orders = "orders";

    /// <summary>Streams: what other machines know of codes, as repositories brought it; no one here can tell who wrote it.</summary>
    public const string CodesOfOthers = "codes-of-others";

    /// <summary>A stream: lines of records and of codes that came only out of snapshots which an operator said to ignore.</summary>
    public const string IgnoredLines = "ignored-lines.jsonl";

    /// <summary>A stream: lists of codes that an operator took although nobody signed them who may.</summary>
    public const string CodesAccepted = "codes-accepted.jsonl";

    /// <summary>Documents: how far each reader has told others.</summary>
    public const string Cursors = "cursors";

    /// <summary>A document: the fingerprint of the key that this machine trusts.</summary>
    public const string TrustAnchor = "trust/anchor";

    /// <summary>A document: where the signing key was when it was used last.</summary>
    public const string SigningKeyPlace = "trust/key-at";

    /// <summary>A document: that it was told that nothing is signed.</summary>
    public const string TrustTold = "trust/told";

    /// <summary>A document: the fingerprint of a key that was named here, of which nothing was found: what is not signed is used only when that was said.</summary>
    public const string TrustExpected = "trust/expected";

    /// <summary>A document: the highest number of a signed plan that a printed kit told.</summary>
    public const string TrustPlanNumber = "trust/plan-number";

    /// <summary>Under these lies everything that is not in the store itself.</summary>
    public static ImmutableArray<string> Folders { get; } = [Runs, Evidence, Orders, CodesOfOthers, Cursors, "keys", "readings", "room", "seen", "trust", "unread"];

    private const string Journal = "journal.jsonl";

    /// <summary>A document: that a repository may hold packs of a system that were never read back.</summary>
    public static string UnreadOf(string mark) => $"unread/{mark}";

    /// <summary>A document: a new key that waits to be stored where the plan's reference finds it.</summary>
    public static string NewKeyOf(string mark) => $"keys/new-{mark}.key";

    /// <summary>A document: when each part of a repository was read back last.</summary>
    public static string ReadingsOf(string repository) => $"readings/{repository}.json";

    /// <summary>A document: how much room the disk of a repository had, a day each.</summary>
    public static string RoomOf(string repository) => $"room/{repository}.json";

    /// <summary>A document: when this machine first saw each copy in a repository.</summary>
    public static string SeenOf(string repository) => $"seen/{repository}.json";

    /// <summary>A stream: the statements that count for who trusts this key, in the order in which they became known.</summary>
    public static string StatementsOf(string anchor) => $"trust/{anchor}.jsonl";

    /// <summary>A stream.</summary>
    public static string JournalOf(string run) => $"{FolderOf(run)}/{Journal}";

    /// <summary>A document: the plan as the run follows it, byte for byte.</summary>
    public static string PlanOf(string run) => $"{FolderOf(run)}/plan.yaml";

    /// <summary>A document: that this machine carries the run out, and who that is.</summary>
    public static string LeaderOf(string run) => $"{FolderOf(run)}/leader";

    /// <summary>A document: that the journal came out of a repository.</summary>
    public static string OriginOf(string run) => $"{FolderOf(run)}/from.json";

    /// <summary>Documents: what people say to the run, until its journal has it.</summary>
    public static string InboxOf(string run) => $"{FolderOf(run)}/inbox";

    public static string FolderOf(string run) => $"{Runs}/{run}";

    public static string EvidenceNamed(string name) => $"{Evidence}/{name}";

    public static string CodesOf(string machine) => $"{CodesOfOthers}/{machine}.jsonl";

    /// <summary>The runs that have a journal, oldest first: a run's name begins with its date.</summary>
    public static IReadOnlyList<string> RunNames(this IRunStore store) =>
    [
        .. store.List(Runs).Select(name => name.Split('/')).Where(parts => parts is [_, _, Journal]).Select(parts => parts[1]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Sealed journals, in the order of their names.</summary>
    public static IReadOnlyList<string> EvidenceNames(this IRunStore store) =>
        [.. store.List(Evidence).Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal))];

    /// <summary>Adds lines whatever others add meanwhile.</summary>
    public static void Append(this IRunStore store, string stream, IReadOnlyCollection<string> lines)
    {
        ReadOnlyMemory<byte>[] bytes = [.. lines.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line))];
        while (bytes.Length > 0 && !store.TryAppend(stream, store.Last(stream), bytes))
        {
        }
    }

    /// <summary>Whether it remembers nothing: someone may have asked for it without anything having happened. Such a store says no more than none.</summary>
    public static bool IsEmpty(this IRunStore store) => store.RunNames().Count == 0 && store.Last(Protection) == 0 && store.EvidenceNames().Count == 0;
}
