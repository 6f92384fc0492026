namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// A kind of data as the plan's language has it: its words, its reader and what a check may ask of it. What is read is a
/// <see cref="ProtectedData"/> of its own. Each is a folder of <c>Plans/Data</c> with one line in <c>DataKinds</c>; hosts have the other half
/// under the same word.
/// </summary>
/// <param name="words">The key under <c>protect:</c> that says so, with those that only this kind may have beside it.</param>
internal abstract class DataKind(Alternative words)
{
    public Alternative Words => words;

    public string Word => words.Deciding.Name;

    /// <param name="fields">Of <c>protect:</c>, with the kind's word among them.</param>
    /// <returns>Null when it can't be known, which was reported.</returns>
    public abstract ProtectedData? Read(Fields fields, DataHosts hosts);

    /// <summary>Which database a check asks in SQL; reports where it can ask none, or should have named one.</summary>
    /// <param name="check">With <c>sql</c> among them.</param>
    public abstract Field? DatabaseOf(Fields check);
}

/// <summary>Where the data is copied from and restored to; null: it could not be read, or there is none.</summary>
internal readonly record struct DataHosts(Host? RunsOn, Host? RecoversOn);
