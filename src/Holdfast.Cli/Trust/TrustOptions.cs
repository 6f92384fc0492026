using System.CommandLine;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Recovery.Trust;

namespace Holdfast.Cli.Trust;

/// <summary>The options that the verbs of trust share: which organization's memory, and where its key is.</summary>
internal sealed class TrustOptions
{
    private readonly StateOptions _common = new();
    private readonly Option<string?> _key = new("--signing-key")
    {
        Description = $"The signing key's file. Default: where it was used last, or {SigningKey.FileName} beside the keys of the plan's repositories.", HelpName = "FILE",
    };

    public TrustOptions AddTo(Command command, bool signs)
    {
        _common.AddTo(command);
        if (signs)
        {
            command.Options.Add(_key);
        }

        return this;
    }

    public Screen ScreenOf(ParseResult parsed) => _common.ScreenOf(parsed);

    public IRunStore StateOf(ParseResult parsed) => _common.FolderOf(parsed);

    /// <summary>The plan that was named, or is in this folder; null: none is.</summary>
    public PlanInForce? PlanOf(ParseResult parsed) =>
        _common.PlanFileOf(parsed) is { } named ? StateOptions.ReadPlan(named)
        : File.Exists(StateOptions.DefaultPlan) ? StateOptions.ReadPlan(StateOptions.DefaultPlan)
        : null;

    public string? KeyFileOf(ParseResult parsed) => parsed.GetValue(_key) is { } file ? Path.GetFullPath(file) : null;

    /// <exception cref="TrustException">There is none that can be used.</exception>
    public SigningKey KeyOf(ParseResult parsed, TrustMemory memory) =>
        KeyFileOf(parsed) is { } named ? SigningKey.Read(named)
        : SigningKey.Find(memory, PlanOf(parsed)) ?? throw new TrustException(
            $"No signing key is at hand{(memory.KeyPlace is { } place ? $": it was used last from {place}" : "")}.",
            "Connect the medium on which it is, or name its file with --signing-key.");

    /// <exception cref="TrustException">This machine trusts no key yet.</exception>
    public static Authority AuthorityOf(TrustMemory memory) => memory.Read() is { HasBegun: true } authority ? authority : throw new TrustException(
        "This machine trusts no signing key yet.", "\"holdfast trust init\" makes one; if the organization has one: holdfast trust accept FINGERPRINT --from REPOSITORY --key REFERENCE");

    public const string Later = "The repositories have it after the next  holdfast protect, or at once with  holdfast trust sign --from REPOSITORY --key REFERENCE.";
}
