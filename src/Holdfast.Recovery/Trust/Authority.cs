using System.Collections.Immutable;

namespace Holdfast.Recovery.Trust;

/// <summary>
/// What an organization has said, as one who trusts one key of it hears it: the fold of its statements. It begins with the first statement by which
/// that key names itself the one that leads. After that a statement counts when its signer may sign at that moment. Statements are taken in
/// the order in which they became known, so what a key says that was removed meanwhile comes too late, whatever number it has.
/// </summary>
public sealed class Authority
{
    private readonly List<SignedStatement> _statements = [];
    private readonly Dictionary<long, string> _lines = [];
    private readonly List<PlanSigned> _plans = [];
    private readonly Dictionary<string, CodesSigned> _codes = new(StringComparer.Ordinal);
    private ImmutableHashSet<KeyFingerprint> _holding = [];
    private HoldersNamed? _holders;
    private MachinesNamed? _machines;

    /// <param name="anchor">The key that is trusted, because it was compared with the printed kit, or made here.</param>
    public Authority(KeyFingerprint anchor) => Anchor = anchor;

    public KeyFingerprint Anchor { get; }

    /// <summary>Whether the key has said anything yet.</summary>
    public bool HasBegun => _holders is not null;

    public string Organization => _holders?.Organization ?? "";

    /// <summary>Who may sign, the key that leads first.</summary>
    public ImmutableArray<Holder> Holders => _holders?.Holders ?? [];

    /// <summary>The key that names holders: what the kit shows.</summary>
    public KeyFingerprint Lead => _holders is null ? Anchor : FingerprintOf(_holders.Holders[0]);

    public ImmutableArray<Machine> Machines => _machines?.Machines ?? [];

    /// <summary>The newest signed plan.</summary>
    public PlanSigned? Plan => _plans.MaxBy(p => p.Seq);

    /// <summary>All signed plans, the newest first.</summary>
    public IEnumerable<PlanSigned> Plans => _plans.OrderByDescending(p => p.Seq);

    /// <summary>Of each person the newest list of codes that is signed.</summary>
    public IReadOnlyDictionary<string, CodesSigned> Codes => _codes;

    /// <summary>The number of the next statement.</summary>
    public long Next => (_lines.Count == 0 ? 0 : _lines.Keys.Max()) + 1;

    /// <summary>Those that count, in the order in which they were taken.</summary>
    public IReadOnlyList<SignedStatement> Statements => _statements;

    public bool MaySign(KeyFingerprint key) => _holding.Contains(key);

    /// <summary>The machine whose key that is; null: the organization names none.</summary>
    public Machine? MachineOf(string? key) => Machines.FirstOrDefault(m => m.Key == key);

    /// <summary>Takes statements that became known together, by their numbers.</summary>
    /// <returns>Those that count for nothing, each with the reason.</returns>
    public ImmutableArray<(SignedStatement Statement, string Why)> Take(IEnumerable<SignedStatement> statements)
    {
        var refused = ImmutableArray.CreateBuilder<(SignedStatement, string)>();
        foreach (var statement in statements.OrderBy(s => s.Says.Seq).ThenBy(s => s.Line, StringComparer.Ordinal))
        {
            if (Take(statement) is { } why)
            {
                refused.Add((statement, why));
            }
        }

        return refused.ToImmutable();
    }

    /// <returns>Why it counts for nothing; null: it counts, or was known.</returns>
    public string? Take(SignedStatement statement)
    {
        var says = statement.Says;
        if (_lines.TryGetValue(says.Seq, out var known) && known == statement.Line)
        {
            return null;
        }

        if (WhyNot(statement) is { } why)
        {
            return why;
        }

        switch (says)
        {
            case HoldersNamed named:
                _holders = named;
                _holding = [.. named.Holders.Select(FingerprintOf)];
                break;
            case PlanSigned plan:
                _plans.Add(plan);
                break;
            case MachinesNamed machines when _machines is null || machines.Seq > _machines.Seq:
                _machines = machines;
                break;
            case CodesSigned codes when !_codes.TryGetValue(codes.Person, out var before) || codes.Seq > before.Seq:
                _codes[codes.Person] = codes;
                break;
        }

        _statements.Add(statement);
        _lines.Add(says.Seq, statement.Line);
        return null;
    }

    public static KeyFingerprint FingerprintOf(Holder holder)
    {
        try
        {
            return KeyFingerprint.Of(Convert.FromBase64String(holder.Key));
        }
        catch (FormatException)
        {
            return default; // What is no key signs nothing.
        }
    }

    private string? WhyNot(SignedStatement statement)
    {
        var says = statement.Says;
        if (_holders is null)
        {
            return says is HoldersNamed first && statement.Signer == Anchor && FingerprintOf(first.Holders[0]) == Anchor
                ? null
                : "it is signed by a key that is not known here";
        }

        return says.Organization != Organization ? $"it is of another organization, {says.Organization}"
            : !MaySign(statement.Signer) ? "it is signed by a key that may not sign"
            : _lines.ContainsKey(says.Seq) ? $"the key says two things under number {says.Seq}; the one that was known first counts"
            : says is HoldersNamed named && statement.Signer != Lead ? "only the key that leads names holders"
            : says is HoldersNamed older && older.Seq < _holders.Seq ? $"newer holders were named with number {_holders.Seq}"
            : null;
    }
}
