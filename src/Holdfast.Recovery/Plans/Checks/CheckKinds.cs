using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Checks;

/// <summary>Every kind of check that a plan can name: a new one is its file and a line here.</summary>
internal static class CheckKinds
{
    public static ImmutableArray<CheckKind> All { get; } =
    [
        new HttpCheckKind(),
        new SqlCheckKind(),
        new FilesCheckKind(),
        new CommandCheckKind(),
    ];

    public static Shape Shape { get; } = new("check", "A question whose right answer means that the system operates.") { Alternatives = [.. All.Select(kind => kind.Words)] };

    /// <returns>Null when it can't be known, which was reported.</returns>
    public static CheckAction? Read(Field check, PlanNode owner, StepContext context) => Choice.Read(check, owner, Shape) is { } choice
        ? All.Single(kind => kind.Word == choice.Kind).Read(choice.Fields, context)
        : null;
}
