namespace Holdfast.Recovery.Plans;

/// <summary>What decides who may be active, where two sites can't see each other.</summary>
public abstract record Witness;

/// <param name="Name">Of the record that names who is active.</param>
/// <param name="Server">Who answers for it.</param>
public sealed record DnsWitness(string Name, string Server) : Witness;

public sealed record FileWitness(string Path, string On) : Witness;
