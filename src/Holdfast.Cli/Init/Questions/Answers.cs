using Holdfast.Cli.Init.Drafts;

namespace Holdfast.Cli.Init.Questions;

/// <param name="Phone">Null: not known.</param>
internal sealed record Contact(string Name, string? Phone, string? Email);

/// <summary>Whether what was written at a place can be changed afterwards.</summary>
internal enum Keeping { Changeable, Offline, Immutable }

/// <summary>What no one can find by looking.</summary>
/// <param name="Responsible">Null: no one was named.</param>
/// <param name="Here">Where copies near by go: a folder, <c>sftp:</c> or <c>rest:</c>.</param>
/// <param name="Elsewhere">The same in another building; null: there is no such place yet.</param>
/// <param name="ImmutableFor">A calendar span, with <see cref="Keeping.Immutable"/>.</param>
/// <param name="RecoverOn">The name of the machine to recover on.</param>
/// <param name="RecoverElsewhere">Whether that stands in another building.</param>
/// <param name="Keys">The folder of key files, absolute.</param>
/// <param name="Drills">The folder that drills work in, absolute.</param>
internal sealed record Answers(
    string Organization,
    Contact? Responsible,
    Contact? StandIn,
    IReadOnlyDictionary<string, Rhythm> Used,
    string Here,
    string? Elsewhere,
    Keeping Keeping,
    string? ImmutableFor,
    string RecoverOn,
    bool RecoverElsewhere,
    string Keys,
    bool MakeKeys,
    string Drills)
{
    /// <summary>Where the machine's configuration is put beside that of the machine to recover on.</summary>
    public string RecoveredConfiguration => RecoveredConfigurationBeside(Drills);

    /// <summary>The same in a drill.</summary>
    public string DrilledConfiguration => DrilledConfigurationBeside(Drills);

    /// <summary>The folders of a machine that Holdfast itself writes in, as the machine names them: a copy of them would hold the copies before.</summary>
    /// <param name="root">Where the machine's files begin.</param>
    public IEnumerable<string> OwnPlaces(string root) => new[] { Here, Elsewhere, Keys, Drills, DrilledConfiguration, RecoveredConfiguration }
        .OfType<string>().Where(p => p.StartsWith('/')).Select(p => root == "/" ? p : Paths.IsIn(p, root) ? p[root.Length..] : "").Where(p => p.Length > 0);

    public static string RecoveredConfigurationBeside(string drills) => Path.Combine(Path.GetDirectoryName(drills)!, "recovered-configuration");

    public static string DrilledConfigurationBeside(string drills) => drills + "-configuration";
}
