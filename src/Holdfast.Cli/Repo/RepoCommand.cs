using System.CommandLine;

namespace Holdfast.Cli.Repo;

/// <summary>
/// <c>holdfast repo</c>: a repository by hand, in restic's dialect: its options, environment variables, JSON and exit codes.
/// </summary>
public static class RepoCommand
{
    internal const string Name = "repo";

    public static Command Create()
    {
        var options = new RepoOptions();
        var command = new Command(Name, "Work with one repository, in restic's dialect");
        foreach (var option in options.All)
        {
            option.Recursive = true;
            command.Options.Add(option);
        }

        command.Subcommands.Add(InitVerb.Create(options));
        command.Subcommands.Add(BackupVerb.Create(options));
        command.Subcommands.Add(SnapshotsVerb.Create(options));
        command.Subcommands.Add(LsVerb.Create(options));
        command.Subcommands.Add(FindVerb.Create(options));
        command.Subcommands.Add(DiffVerb.Create(options));
        command.Subcommands.Add(StatsVerb.Create(options));
        command.Subcommands.Add(CatVerb.Create(options));
        command.Subcommands.Add(ListVerb.Create(options));
        command.Subcommands.Add(VersionVerb.Create(options));
        command.Subcommands.Add(RestoreVerb.Create(options));
        command.Subcommands.Add(DumpVerb.Create(options));
        command.Subcommands.Add(CheckVerb.Create(options));
        command.Subcommands.Add(ForgetVerb.Create(options));
        command.Subcommands.Add(PruneVerb.Create(options));
        command.Subcommands.Add(TagVerb.Create(options));
        command.Subcommands.Add(UnlockVerb.Create(options));
        command.Subcommands.Add(CopyVerb.Create(options));
        command.Subcommands.Add(RepairVerb.Create(options));
        command.Subcommands.Add(RepairVerb.CreateRebuildIndex(options));
        command.Subcommands.Add(KeyVerb.Create(options));
        return command;
    }
}
