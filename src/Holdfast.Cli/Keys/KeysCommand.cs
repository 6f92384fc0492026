using System.CommandLine;

namespace Holdfast.Cli.Keys;

/// <summary><c>holdfast keys</c>: where the keys are, whether each opens, whether the paper does, and new ones. No key is shown.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command("keys", "Where the repositories' keys are, each proved by opening; new keys, and keys on paper.")
        {
            KeyListCommand.Create("list"), RehearseCommand.Create(), RotateCommand.Create(), NewRecoveryCommand.Create(), PaperKeyCommands.Make(), PaperKeyCommands.Check(),
        };
        command.Aliases.Add("key");
        KeyListCommand.AddTo(command);
        return command;
    }
}
