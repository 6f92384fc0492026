using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits;

/// <summary>How someone reaches a repository of the plan from another machine: its address, and its key typed by hand.</summary>
public sealed class RepositoryAccess(Kit kit, RepositoryPlace repository)
{
    /// <summary>For those whose plan says a file or a command, which a blank machine has not. Its name keeps it from the programs that are started.</summary>
    private const string KeyVariable = "HOLDFAST_KEY";

    /// <summary>Enough that nobody makes another key that begins so.</summary>
    private const int KeyNameShown = 16;

    private readonly string _variable = repository.Key.Kind == KeyKind.Env ? repository.Key.Value : KeyVariable;

    public RepositoryPlace Repository => repository;

    /// <summary>Absolute, where it is a folder.</summary>
    public string Address { get; } = kit.World.AddressOf(repository).At;

    /// <summary>Where the plan says that the key is; absolute, where it is a file.</summary>
    public string KeyPlace => kit.World.AddressOf(repository).Key;

    /// <summary>How the name of its key file begins, as <c>RESTIC_KEY_HINT</c> takes it; null: nothing was ever stored from here.</summary>
    public string? KeyName => kit.World.AddressOf(repository).KeyName is { } name ? name[..Math.Min(name.Length, KeyNameShown)] : null;

    /// <summary>What someone needs to get there besides the repository's key; null: nothing.</summary>
    public string? Login { get; } = RepositoryKind.Of(kit.World.AddressOf(repository).At)?.Login;

    /// <summary>Has ssh know the host by the key that the plan pins, on a machine that never saw it; nothing where it pins none.</summary>
    public IEnumerable<string> KnowHost => kit.World.AddressOf(repository).Over?.HostKey is { } key && kit.Plan.Hosts.FirstOrDefault(h => h.HostKey == key)?.SshAddress is { } address
        ? [$"mkdir -p ~/.ssh && echo {ShellText.Of($"{address.KnownAs} {key}")} >>~/.ssh/known_hosts"]
        : [];

    /// <summary>Asks for the key; nothing of it is shown or kept on the disk.</summary>
    public string TypeKey => $"read -rsp {ShellText.Of($"Key of {repository.Name}: ")} {_variable}; export {_variable}";

    /// <summary>For commands that only ask it.</summary>
    public string Asked => $"--from {ShellText.Of(Address)} --key env:{_variable}";

    public string Options => $"{Asked}{(kit.Signature is { } signature ? $" --trust-key {signature.Fingerprint}{(signature.Number is { } number ? FormattableString.Invariant($" --plan-number {number}") : "")}" : "")}";

    /// <summary>The same for restic.</summary>
    public IEnumerable<string> ForRestic =>
    [
        .. KnowHost,
        $"export RESTIC_REPOSITORY={ShellText.Of(Address)}",
        $"read -rsp {ShellText.Of($"Key of {repository.Name}: ")} RESTIC_PASSWORD; export RESTIC_PASSWORD",
    ];

    /// <summary>
    /// Puts the key where Holdfast looks for it when the recovery is led from another repository. Null: by a command of the plan's own,
    /// which must be there.
    /// </summary>
    public string? LayKey => repository.Key.Kind switch
    {
        KeyKind.Env => TypeKey,
        KeyKind.File => Lay(KeyFile, $"Key of {repository.Name}: "),
        _ => null,
    };

    /// <summary>Asks for a secret and puts it into a file that only its owner can read.</summary>
    public static string Lay(string file, string prompt) =>
        $"(umask 077; mkdir -p {ShellText.Of(Path.GetDirectoryName(file)!)}; read -rsp {ShellText.Of(prompt)} key; printf '%s\\n' \"$key\" >{ShellText.Of(file)})";

    private string KeyFile => KeyPlace["file:".Length..];
}
