using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>
/// The data of a system. Each kind is a record in a folder of its own under <c>Plans/Data</c>, with its reader; whoever uses data asks it here
/// and need not know the kinds. Strings may hold <c>{folder}</c> and <c>{port NAME}</c>; paths are relative to the host's folder.
/// </summary>
public abstract record ProtectedData
{
    /// <summary>The plan's word for its kind, which orders carry to hosts: <c>sqlite</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What people call it: <c>SQLite database</c>.</summary>
    public abstract string Title { get; }

    /// <summary>Where the data lies on a host, and where it is restored to.</summary>
    public abstract string Path { get; }

    /// <summary>Whether that is one file; otherwise a folder.</summary>
    public virtual bool IsFile => false;

    /// <summary>Whether it answers queries, so that a check can look at what is in it.</summary>
    public virtual bool IsDatabase => false;

    /// <summary>Where its server answers on the host's loopback: a number or <c>{port NAME}</c>; null: it has no server.</summary>
    public virtual string? Port => null;

    /// <summary>What its server asks for; null: nothing.</summary>
    public virtual KeyReference? Password => null;

    /// <summary>Whether a copy may leave something out; otherwise it always has all of it.</summary>
    public virtual bool MayExclude => false;

    /// <summary>Patterns of what no copy has.</summary>
    public virtual ImmutableArray<string> Exclude => [];

    /// <summary>What else its host must know, by the plan's words and as it is written.</summary>
    public virtual ImmutableSortedDictionary<string, string> Settings => ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What a person types when restic alone has put the data back, before anything is started on it.</summary>
    /// <param name="target">Where it is, as a word for a shell.</param>
    public virtual IEnumerable<string> ByHand(string target) => [];
}
