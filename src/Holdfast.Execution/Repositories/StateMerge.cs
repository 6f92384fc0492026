using System.Text;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// How a file that another machine kept joins those of this state folder. Only journals, plans of runs, evidence, protection records
/// and hashes of codes are taken; a repository never brings a key or a lock.
/// </summary>
internal static class StateMerge
{
    /// <param name="fetched">A regular file; anything else is left where it is.</param>
    /// <param name="name">Its path in the state folder.</param>
    public static void Add(string fetched, string name, StateFolder state)
    {
        var parts = name.Split('/');
        var target = Path.Combine(state.Root, name);
        if (new FileInfo(fetched).LinkTarget is not null)
        {
            return;
        }

        switch (parts)
        {
            case ["protection.jsonl" or "codes.jsonl"]:
                Unite(fetched, target);
                break;
            case ["runs", _, "journal.jsonl"]:
                Continue(fetched, target);
                break;
            case ["runs", _, "plan.yaml"] or ["evidence", _] when !File.Exists(target):
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(fetched, target);
                break;
        }
    }

    /// <summary>Each record once, whoever wrote it down.</summary>
    private static void Unite(string fetched, string target)
    {
        var here = File.Exists(target) ? File.ReadAllLines(target) : [];
        var more = File.ReadAllLines(fetched).Except(here).ToArray();
        if (more.Length > 0)
        {
            Durable.WriteWhole(target, Encoding.UTF8.GetBytes(string.Concat(here.Concat(more).Select(line => line + "\n"))));
        }
    }

    /// <summary>A journal only grows: a longer one that begins as ours does is ours, as it went on.</summary>
    private static void Continue(string fetched, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var theirs = File.ReadAllBytes(fetched);
        var ours = File.Exists(target) ? File.ReadAllBytes(target) : [];
        if (theirs.Length > ours.Length && theirs.AsSpan().StartsWith(ours))
        {
            Durable.WriteWhole(target, theirs);
        }
    }
}
