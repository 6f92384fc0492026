using Holdfast.Presentation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.Cli.Init.Questions;

/// <summary>Answers from a YAML file of <c>question: answer</c>, where an answer may be a list. What is not in it has its default.</summary>
internal sealed class FileAsker : Asker
{
    private const int Longest = 1 << 20;
    private readonly string _file;
    private readonly Dictionary<string, string> _answers = [];
    private readonly HashSet<string> _asked = [];

    /// <exception cref="UsageException">It is not such a file.</exception>
    public FileAsker(string file)
    {
        _file = file;
        if (!File.Exists(file))
        {
            throw new UsageException($"There are no answers at {Path.GetFullPath(file)}.",
                "Say which file holds them with --answers, or let every default hold with --yes.");
        }

        var text = File.ReadAllText(file);
        try
        {
            Read(new Parser(new StringReader(text.Length <= Longest ? text : throw Refused("is longer than 1 MiB"))));
        }
        catch (YamlException e)
        {
            throw Refused($"is not YAML at line {e.Start.Line}, column {e.Start.Column}");
        }
    }

    public override Task<string> AskAsync(Question question, CancellationToken cancellationToken)
    {
        _asked.Add(question.Id);
        // A default may not go with what was answered before.
        var answer = _answers.GetValueOrDefault(question.Id, question.Default);
        return question.Complaint(answer) is { } complaint
            ? throw new UsageException($"{_file}: \"{answer}\" will not do for \"{question.Id}\": {complaint}",
                "Correct or add that answer and run init again; nothing was written.")
            : Task.FromResult(answer);
    }

    /// <summary>After all questions: an answer that no one asked for is a misspelt one.</summary>
    public void RefuseUnasked()
    {
        if (_answers.Keys.FirstOrDefault(k => !_asked.Contains(k)) is { } unasked)
        {
            throw new UsageException($"{_file} answers \"{unasked}\", which init does not ask.", $"It asks: {string.Join(", ", _asked)}.");
        }
    }

    // Event by event, so that no nesting, however deep, is followed.
    private void Read(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
        {
            return;
        }

        parser.Consume<DocumentStart>();
        if (!parser.TryConsume<MappingStart>(out _))
        {
            throw Refused("does not consist of lines  question: answer");
        }

        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Text(parser);
            var answer = parser.TryConsume<SequenceStart>(out _) ? string.Join(", ", Items(parser)) : Text(parser);
            if (!_answers.TryAdd(key, answer.Trim()))
            {
                throw Refused($"answers \"{key}\" twice");
            }
        }
    }

    private IEnumerable<string> Items(Parser parser)
    {
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            yield return Text(parser);
        }
    }

    private string Text(Parser parser) => parser.TryConsume<Scalar>(out var scalar) ? scalar.Value : throw Refused("nests an answer deeper than a list");

    private UsageException Refused(string why) => new($"{_file} {why}.", "Write one line  question: answer  for each; docs/init.md lists the questions.");
}
