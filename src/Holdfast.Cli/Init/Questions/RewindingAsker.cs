namespace Holdfast.Cli.Init.Questions;

/// <summary>
/// Lets a person go back: <c>back</c> is no answer but asks the question before anew. The interview is then held again from its
/// beginning, with the answers before that one given as they were.
/// </summary>
internal sealed class RewindingAsker(Asker asker) : Asker
{
    public const string Back = "back";

    private readonly List<(string Id, string Answer)> _given = [];
    private readonly Dictionary<string, string> _before = [];
    private int _next;

    /// <summary>Whether what is asked next was answered before, so that nothing need be shown for it.</summary>
    public bool IsReplaying => _next < _given.Count;

    public async Task<T> HoldAsync<T>(Func<Asker, Task<T>> interview)
    {
        while (true)
        {
            _next = 0;
            try
            {
                return await interview(this);
            }
            catch (WentBackException)
            {
                // With what was answered until there.
            }
        }
    }

    public override async Task<string> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (IsReplaying)
        {
            if (_given[_next].Id == question.Id && question.Complaint(_given[_next].Answer) is null)
            {
                return _given[_next++].Answer;
            }

            // An answer before was changed, and this one does not go with it any more.
            _given.RemoveRange(_next, _given.Count - _next);
        }

        var answer = await asker.AskAsync(Offered(question), cancellationToken);
        if (answer == Back && asker is TerminalAsker)
        {
            if (_given.Count > 0)
            {
                _before[_given[^1].Id] = _given[^1].Answer;
                _given.RemoveAt(_given.Count - 1);
            }

            throw new WentBackException();
        }

        _given.Add((question.Id, answer));
        _next = _given.Count;
        return answer;
    }

    /// <summary>The question as a person is asked who may go back; what was answered before is offered again.</summary>
    private Question Offered(Question question) => asker is not TerminalAsker ? question : question with
    {
        Default = _before.TryGetValue(question.Id, out var earlier) && earlier.Length > 0 && question.Complaint(earlier) is null ? earlier : question.Default,
        Complaint = answer => answer != Back ? question.Complaint(answer) : _given.Count == 0 ? "this is the first question" : null,
    };

    private sealed class WentBackException : Exception;
}
