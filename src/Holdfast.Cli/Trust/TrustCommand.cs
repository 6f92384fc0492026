using System.CommandLine;

namespace Holdfast.Cli.Trust;

/// <summary><c>holdfast trust</c>: whose signature this machine believes, and signing.</summary>
internal static class TrustCommand
{
    public static Command Create() => new("trust", "Whose word counts: the organization's signing key, and what it signed.")
    {
        ShowCommand.Create(), BeginCommand.Create(), SignCommand.Create(), AcceptCommand.Create(),
        HolderCommands.NewKey(), HolderCommands.Add(), HolderCommands.Remove(), HolderCommands.Rotate(), MachineCommands.Add(), MachineCommands.Remove(),
    };
}
