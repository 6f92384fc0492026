using System.CommandLine;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;

namespace Holdfast.Cli.Runs;

/// <summary>Where the organization's key is, for commands that sign by it when it is at hand and go on without it.</summary>
internal sealed class SigningKeyOption
{
    private readonly Option<string?> _key = new("--signing-key")
    {
        Description = "The signing key's file, where it is connected. Default: where it was used last.", HelpName = "FILE",
    };

    public SigningKeyOption AddTo(Command command)
    {
        command.Options.Add(_key);
        return this;
    }

    /// <summary>From now on it is looked for there.</summary>
    /// <exception cref="TrustException">There is none that can be used.</exception>
    public void Apply(ParseResult parsed, IRunStore state)
    {
        if (parsed.GetValue(_key) is { } file)
        {
            using var key = SigningKey.Read(Path.GetFullPath(file));
            new TrustMemory(state).KeyPlace = key.File;
        }
    }
}
