using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli;

/// <summary>The repositories that a command is to work in, by their names in the plan.</summary>
internal sealed class NamedRepositories
{
    private readonly Argument<string[]> _named =
        new("REPOSITORY") { Description = "Which repositories, by their names in the plan; all when none is named.", Arity = ArgumentArity.ZeroOrMore };

    public Argument Argument => _named;

    public NamedRepositories AddTo(Command command)
    {
        command.Arguments.Add(_named);
        return this;
    }

    /// <exception cref="UsageException">The plan has none of that name.</exception>
    public RepositoryPlace[] Of(ParseResult parsed, Plan plan)
    {
        var names = parsed.GetValue(_named) ?? [];
        return names.FirstOrDefault(n => plan.Repositories.All(r => r.Name != n)) is { } unknown
            ? throw new UsageException($"The plan has no repository \"{unknown}\".", $"It has {string.Join(", ", plan.Repositories.Select(r => r.Name))}.")
            : [.. plan.Repositories.Where(r => names.Length == 0 || names.Contains(r.Name))];
    }
}
