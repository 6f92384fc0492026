namespace Holdfast.Execution.Stores;

/// <summary>
/// What is remembered of one organization: streams of lines, which grow at their end; small documents, which are replaced whole; and leases. Names are
/// relative paths with <c>/</c>; <see cref="StoreNames"/> has all that are in use. Several processes may use one store at once.
/// </summary>
public interface IRunStore
{
    /// <summary>A folder of this machine for what is too large for a store and may be lost: copies of databases that wait to be stored.</summary>
    string Staging { get; }

    /// <summary>Whether there is such a store. One that was only looked into may not be made, and nothing is written into it then.</summary>
    bool IsMade { get; }

    /// <summary>For people and their programs: where a stream or document is; of an empty name, where the store is.</summary>
    string PlaceOf(string name);

    /// <summary>The streams and documents under a name, as whole names in the order of their bytes.</summary>
    /// <param name="under">A name without its last parts; empty: everything.</param>
    IReadOnlyList<string> List(string under);

    /// <summary>The number of a stream's last line; 0: it has none.</summary>
    long Last(string stream);

    /// <summary>The whole lines of a stream. What a crash left of a line was never appended.</summary>
    /// <param name="after">The number of the line before the first one wanted.</param>
    StreamText Read(string stream, long after = 0);

    /// <summary>
    /// Adds lines after that number. They are there when this returns true, and outlive a crash of the machine. A crash in it leaves the
    /// first of them, each whole, or none; of a stream that begins with them, all or none.
    /// </summary>
    /// <param name="after">The number of the last line that the caller knows.</param>
    /// <param name="lines">Without their ends.</param>
    /// <returns>False: the stream has another last line, and nothing was added. Of two that add the same number, one is told so.</returns>
    bool TryAppend(string stream, long after, IReadOnlyList<ReadOnlyMemory<byte>> lines);

    /// <summary>
    /// Puts other lines in the place of all lines of a stream: of a log of which nothing reads the oldest any more, never of a journal. Whoever reads meanwhile,
    /// or after a crash, gets all of the old ones or all of the new.
    /// </summary>
    /// <param name="last">The number of the last line that the caller knows.</param>
    /// <param name="lines">Without their ends.</param>
    /// <returns>False: the stream has another last line, and nothing was changed.</returns>
    bool TryReplace(string stream, long last, IReadOnlyList<ReadOnlyMemory<byte>> lines);

    /// <summary>Waits until a stream has lines after that number.</summary>
    /// <param name="patience">Not longer than this.</param>
    /// <returns>The number of its last line.</returns>
    Task<long> WatchAsync(string stream, long after, TimeSpan patience, CancellationToken cancellationToken);

    /// <returns>Null: there is no such document.</returns>
    byte[]? ReadDocument(string name);

    /// <summary>Whoever reads it has all of what was there before, or all of this, also after a crash. It is for its owner's eyes alone.</summary>
    void WriteDocument(string name, ReadOnlySpan<byte> content);

    /// <summary>One that is not there is removed already.</summary>
    void RemoveDocument(string name);

    /// <summary>What one process at a time may have; it is free again when its holder says so or dies.</summary>
    /// <param name="holder">What others are told.</param>
    /// <returns>Null: another has it.</returns>
    IDisposable? TryLease(string name, string holder);

    /// <summary>Who has a lease, or had it last; null: no one had.</summary>
    LeaseHolder? HolderOf(string lease);
}

/// <param name="Holder">As it was named when the lease was taken.</param>
/// <param name="Shown">For people: which process that is.</param>
/// <param name="IsAlive">Whether that process is about.</param>
public sealed record LeaseHolder(string Holder, string Shown, bool IsAlive);
