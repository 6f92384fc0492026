using Holdfast.Presentation;

namespace Holdfast.Cli.Init.Questions;

/// <summary>Where answers come from.</summary>
internal abstract class Asker
{
    /// <returns>An answer that the question does not complain about, without blanks around it.</returns>
    public abstract Task<string> AskAsync(Question question, CancellationToken cancellationToken);
}

/// <summary>No one is asked: every default holds.</summary>
internal sealed class DefaultsAsker : Asker
{
    public override Task<string> AskAsync(Question question, CancellationToken cancellationToken) => question.Complaint(question.Default) is { } complaint
        ? throw new UsageException($"\"{question.Default}\" will not do for \"{question.Id}\": {complaint}",
            "Answer that in a file, and name it with --answers; nothing was written.")
        : Task.FromResult(question.Default);
}
