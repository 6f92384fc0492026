using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>What to say to a verb that is not there: some of restic's are left out on purpose, and then something else does the job.</summary>
internal static class UnknownVerb
{
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["cache"] = "everything in the cache can be made again: remove its folder, or work with --no-cache",
        ["debug"] = "\"holdfast repo cat\", \"list\" and \"check\" look into a repository",
        ["features"] = "Holdfast has no features to switch on or off",
        ["generate"] = "\"holdfast repo VERB --help\" shows what there is",
        ["migrate"] = "run restic's own \"restic migrate upgrade_repo_v2\" on it; Holdfast reads version 1 and writes version 2",
        ["mount"] = "\"holdfast repo ls\", \"find\" and \"dump\" look into snapshots, \"restore\" takes single folders out, and restic can mount the same repository",
        ["recover"] = "\"holdfast repo repair index\" finds data again that no index lists; restic's own \"restic recover\" works on the same repository",
        ["rewrite"] = "leave files out at the next backup with --exclude; restic's own \"restic rewrite\" works on the same repository",
        ["self-update"] = "Holdfast is updated the way it was installed",
        ["serve"] = "\"rclone serve restic\" and rest-server serve repositories that Holdfast works with",
    };

    /// <param name="command">The command that should have it.</param>
    internal static UsageException Of(string command, string verb) => LeftOut.TryGetValue(verb, out var instead)
        ? new($"Holdfast has no \"{verb}\"", instead)
        : new($"unknown command \"{verb}\" for \"{command}\"", $"\"holdfast repo --help\" lists the verbs");
}
