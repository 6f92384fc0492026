using Holdfast.Presentation;

namespace Holdfast.Cli.Init.Questions;

/// <summary>A person at a terminal, who is asked again until the answer will do.</summary>
internal sealed class TerminalAsker(TextReader from, TextWriter to) : Asker
{
    public override async Task<string> AskAsync(Question question, CancellationToken cancellationToken)
    {
        while (true)
        {
            await to.WriteAsync($"{question.Words}{(question.Default.Length > 0 ? $" [{question.Default}]" : "")}: ");
            await to.FlushAsync(cancellationToken);
            // A read of a terminal can't be cancelled. It is left to its thread, which ends with us.
            var line = await Task.Run(from.ReadLine, cancellationToken).WaitAsync(cancellationToken)
                ?? throw new UsageException("The answers ended before the questions; nothing was written.", "Begin again, or let every default hold with --yes.");
            var answer = line.Trim() is { Length: > 0 } said ? said : question.Default;
            if (question.Complaint(answer) is not { } complaint)
            {
                return answer;
            }

            await to.WriteLineAsync($"  {complaint}");
        }
    }
}
