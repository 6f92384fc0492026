using System.Collections.Immutable;
using Holdfast.Agent.Access;
using Holdfast.Presentation;
using Holdfast.Presentation.Kits;
using Holdfast.Sources;
using Holdfast.Sources.Secrets;

namespace Holdfast.Cli.Plans;

/// <summary>The keys and passwords that a kit holds when it is asked for them. A command that gives one is not run unasked.</summary>
internal sealed class KitKeys(bool runCommands)
{
    private const string Command = "command:";
    private const int InLine = 32;

    private readonly Keyring _keyring = new(TimeProvider.System);

    /// <exception cref="UsageException">One of them is not to be had; a kit that lacks it would be found out on the worst day.</exception>
    public async Task<Kit> AddToAsync(Kit kit, CancellationToken cancellationToken)
    {
        var secrets = ImmutableDictionary.CreateBuilder<string, KitSecret>(StringComparer.Ordinal);
        foreach (var repository in kit.Plan.Repositories)
        {
            secrets[repository.Name] = await FindAsync($"the key of repository {repository.Name}", kit.World.AddressOf(repository).Key, cancellationToken);
        }

        foreach (var system in kit.Plan.Systems.Where(s => s.Protection is not null))
        {
            if (kit.World.SourceOf(system, kit.Plan.HostNamed(system.RunsOn)) is { Password: { } reference })
            {
                secrets[Kit.OfSystem + system.Name] = await FindAsync($"the password of the database of {system.Name}", reference, cancellationToken);
            }
        }

        return kit with { Secrets = secrets.ToImmutable() };
    }

    private async Task<KitSecret> FindAsync(string what, string reference, CancellationToken cancellationToken)
    {
        if (reference.StartsWith(Command, StringComparison.Ordinal) && !runCommands)
        {
            throw new UsageException($"{what} is given by a command, which is not run unasked; nothing was written.", "Say --run-key-commands if the plan is yours.");
        }

        try
        {
            var text = (await _keyring.ResolveAsync(reference, cancellationToken)).Reveal();
            if (text.Any(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format))
            {
                throw new UsageException($"{what} has characters that paper does not show; nothing was written.", "Give the repository another key, such as one that \"holdfast keys make\" makes.");
            }

            return PaperKey.IsMeant(text)
                ? new(text, [.. PaperKey.LinesOf(text)], IsChecked: true)
                : new(text, [.. text.Chunk(InLine).Select(line => new string(line))], IsChecked: false);
        }
        catch (HostException e)
        {
            throw new UsageException($"{what} is not to be had; nothing was written: {e.Message}", e.Hint ?? "Put it there, or print the kit without --with-keys.");
        }
    }
}
