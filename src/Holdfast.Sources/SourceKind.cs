namespace Holdfast.Sources;

/// <summary>
/// A kind of data as a host knows it: how it is copied and put back, and what it can be asked. Each is a folder of <c>Kinds</c> with one line in
/// <see cref="Kinds.SourceKinds"/>; the plan's language has the other half under the same word.
/// </summary>
public abstract class SourceKind
{
    /// <summary>As plans and orders name it: <c>sqlite</c>.</summary>
    public abstract string Word { get; }

    public abstract ISource Open(DataAt data, TimeProvider time);

    /// <summary>Whether a copy of it has the files as they lie there, so that whatever else keeps its data in files may be among them.</summary>
    public virtual bool IsOfLooseFiles => false;

    /// <summary>The data of this kind that a file gives away; null: it is none, or another file of it does.</summary>
    /// <param name="file">Absolute.</param>
    public virtual string? DataSeenIn(string file) => null;

    /// <summary>Why data that was copied as mere files, while it may be in use, might not come back whole.</summary>
    /// <param name="data">As <see cref="DataSeenIn"/> gave it.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="since">When the copy was begun.</param>
    /// <returns>A sentence with what to do; null: nothing is known against it.</returns>
    public virtual string? AgainstMereFiles(string data, string name, DateTimeOffset since) => null;

    /// <summary>What of a copy is of use without the rest.</summary>
    public virtual UsefulPart Useful => UsefulPart.AnyFile;

    /// <summary>What to say of single files that were taken out of a copy; null: nothing.</summary>
    public virtual string? OfParts => null;

    /// <summary>Asks a query that changes nothing.</summary>
    /// <param name="database">Null: the one that the kind asks when none is named.</param>
    /// <exception cref="HostException">No one value came back.</exception>
    public virtual Task<string> AskAsync(DataAt data, string? database, Question question, CancellationToken cancellationToken) =>
        throw new HostException("files answer no queries", "use a check of another kind");

    /// <summary>Whether the database takes a write, which is taken back.</summary>
    /// <returns>Null: it takes one; else why it does not.</returns>
    public virtual Task<string?> WhyNoWriteAsync(DataAt data, string? database, CancellationToken cancellationToken) =>
        throw new HostException("files take no write of a database", "use a check of another kind");

    /// <summary>What a person who had a copy written beside the real data should know and type.</summary>
    /// <param name="path">What was written.</param>
    /// <param name="told">What <see cref="ISource.FinishRestoreAsync"/> said.</param>
    public virtual RestoredAside Aside(string path, string? told) => new(told is null ? [] : [told], []);
}

/// <summary>What of a copy is of use without the rest.</summary>
public enum UsefulPart
{
    AnyFile,

    /// <summary>A copy is one file.</summary>
    OneFile,

    /// <summary>Only all of it, in a folder with nothing else.</summary>
    WholeFolder,
}

/// <summary>What a person should know of a copy that was written beside the real data, and the commands that make use of it.</summary>
/// <param name="Notes">Sentences.</param>
/// <param name="Commands">Lines for a shell.</param>
public sealed record RestoredAside(IReadOnlyList<string> Notes, IReadOnlyList<string> Commands);
