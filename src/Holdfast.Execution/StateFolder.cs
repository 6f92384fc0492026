using Holdfast.Restic.Backends;

namespace Holdfast.Execution;

/// <summary>What Holdfast remembers on this machine about one organization. Everything in it but the keys can be had again from a repository.</summary>
public sealed class StateFolder
{
    public StateFolder(string root)
        : this(root, make: true)
    {
    }

    private StateFolder(string root, bool make)
    {
        Root = System.IO.Path.GetFullPath(root);
        if (!make)
        {
            return;
        }

        Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Runs);
        Directory.CreateDirectory(Evidence);
    }

    /// <summary>Of someone who only looks: what is not there is not made, so that looking changes nothing that another command says.</summary>
    public static StateFolder ToLookInto(string root) => new(root, make: false);

    public string Root { get; }

    /// <summary>Whether it remembers nothing: someone may have asked for it without anything having happened. Such a folder says no more than none.</summary>
    public bool IsEmpty => RunNames().Count == 0 && !File.Exists(ProtectionRecords) && EvidenceFiles().Count == 0;

    /// <summary>Tells this state folder from those of other machines; made once, by chance.</summary>
    public string Name
    {
        get
        {
            var file = System.IO.Path.Combine(Root, "name");
            if (!File.Exists(file))
            {
                Durable.WriteWhole(file, System.Text.Encoding.UTF8.GetBytes(Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))));
            }

            return File.ReadAllText(file);
        }
    }

    /// <summary>Which repository stood at each place of the plan when it was last written to.</summary>
    public string RepositoryIds => System.IO.Path.Combine(Root, "repositories.json");

    /// <summary>
    /// Where copies of databases wait to be stored; needs room for the largest. Nobody else can come here, so what a killed process left
    /// is safe from others, and the next one removes it.
    /// </summary>
    public string Staging => System.IO.Path.Combine(Root, "staging");

    public string Runs => System.IO.Path.Combine(Root, "runs");

    public string Evidence => System.IO.Path.Combine(Root, "evidence");

    public string EvidenceKey => EvidenceKeyIn(Root);

    /// <summary>Where a state folder has its key; the folder itself is not made by asking.</summary>
    public static string EvidenceKeyIn(string root) => System.IO.Path.Combine(root, "keys", "evidence.pem");

    /// <summary>Salted hashes of one-time codes, and which are spent.</summary>
    public string Codes => System.IO.Path.Combine(Root, "codes.jsonl");

    /// <summary>The same as other machines kept it in repositories, a file for each machine: no one here can tell who wrote it.</summary>
    public string CodesOfOthers => System.IO.Path.Combine(Root, "codes-of-others");

    /// <summary>Hashes of the plans that this machine has worked with, one a line.</summary>
    public string KnownPlans => System.IO.Path.Combine(Root, "known-plans");

    public string ProtectionRecords => System.IO.Path.Combine(Root, "protection.jsonl");

    /// <summary><c>/var/lib/holdfast/ORGANIZATION</c> for root, <c>$XDG_STATE_HOME/holdfast/ORGANIZATION</c> for others.</summary>
    public static string DefaultFor(string organization) => System.IO.Path.Combine(Home, organization);

    /// <summary>The folders of all organizations that this user of this machine remembers.</summary>
    public static string[] OnThisMachine() => Directory.Exists(Home) ? Directory.GetDirectories(Home) : [];

    private static string Home => System.IO.Path.Combine(
        Environment.IsPrivilegedProcess
            ? "/var/lib"
            : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } home
                ? home
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "holdfast");

    public string FolderOf(string run) => System.IO.Path.Combine(Runs, run);

    public string JournalOf(string run) => System.IO.Path.Combine(FolderOf(run), "journal.jsonl");

    /// <summary>Where people's words wait for whoever carries out the run.</summary>
    public string InboxOf(string run) => System.IO.Path.Combine(FolderOf(run), "inbox");

    /// <summary>The plan as the run follows it, byte for byte.</summary>
    public string PlanOf(string run) => System.IO.Path.Combine(FolderOf(run), "plan.yaml");

    public string LockOf(Recovery.Runs.RunKind kind) => System.IO.Path.Combine(Root, kind.ToString().ToLowerInvariant() + ".lock");

    /// <summary>The runs that have a journal, oldest first (a run's name begins with its date).</summary>
    public IReadOnlyList<string> RunNames() => !Directory.Exists(Runs)
        ? []
        : [.. Directory.EnumerateDirectories(Runs).Select(d => System.IO.Path.GetFileName(d)).Where(r => File.Exists(JournalOf(r))).Order(StringComparer.Ordinal)];

    /// <summary>Sealed journals, in the order of their names.</summary>
    public IReadOnlyList<string> EvidenceFiles() => Directory.Exists(Evidence) ? [.. Directory.EnumerateFiles(Evidence, "*.jsonl").Order(StringComparer.Ordinal)] : [];
}
