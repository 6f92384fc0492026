using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Questions;

namespace Holdfast.Cli.Init.Writing;

/// <summary>Everything that the plan will say.</summary>
/// <param name="Host">What this machine is called.</param>
/// <param name="Root">Where its files begin, <c>/</c> but for a machine whose disk is mounted here.</param>
/// <param name="Unseen">What could not be looked at: sentences.</param>
/// <param name="OnThisMachine">Whether a folder is on a disk of this machine.</param>
/// <param name="CountFiles">How many files a folder holds, without those named; at most as many as asked for.</param>
/// <param name="Privileged">Whether what is written may ask for other users.</param>
internal sealed record PlanDraft(
    string Host,
    string Root,
    Inventory Inventory,
    Answers Answers,
    IReadOnlyList<string> Unseen,
    Func<string, bool> OnThisMachine,
    Func<string, IReadOnlySet<string>, int, int> CountFiles,
    bool Privileged,
    DateOnly Today)
{
    public const string HereSite = "office";
    public const string ElsewhereSite = "elsewhere";

    // A name that is never given to a machine (RFC 2606), so that nothing passes for a copy elsewhere before there is one.
    private const string NoPlace = "sftp:backup@elsewhere.invalid:holdfast";

    public string Elsewhere => Answers.Elsewhere ?? NoPlace;

    /// <summary>Beside the keys of the repositories, where <c>protect</c> looks for it.</summary>
    public string SigningKey => Path.Combine(Answers.Keys, Execution.Trust.SigningKey.FileName);

    public string PasswordFile => Path.Combine(Answers.Keys, "postgresql.password");

    public string ConfigurationHost => $"{Answers.RecoverOn} configuration";

    /// <summary>Whether the tiers that ask for a copy that no one can change, and a place to recover elsewhere, may be named.</summary>
    public bool HasSafeCopy => Answers.Keeping != Keeping.Changeable && Answers.RecoverElsewhere;

    public IReadOnlyDictionary<string, Rhythm> Rhythms { get; } = Drafts.Rhythms.Settle(Inventory.Systems, Answers.Used);

    public IReadOnlyList<PostgreSqlDraft> Clusters => [.. Inventory.Systems.OfType<PostgreSqlDraft>()];

    public bool HasConfiguration => Inventory.Systems.Any(s => s is ConfigurationDraft);

    /// <summary>Where a file of the machine stands in a plan: relative to the host's folder, with braces as the plan's language wants them.</summary>
    public static string Relative(string place) => Template(place.TrimStart('/'));

    /// <summary>Text in which no brace begins a placeholder.</summary>
    public static string Template(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    public string KeyOf(string repository) => Path.Combine(Answers.Keys, repository + ".key");

    /// <summary>What is left out of a copy of the folder because Holdfast itself writes there.</summary>
    public IEnumerable<string> OwnPlacesIn(string folder) => Answers.OwnPlaces(Root).Where(p => Paths.IsIn(p, folder));
}
