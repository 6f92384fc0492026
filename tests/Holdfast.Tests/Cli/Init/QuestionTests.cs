using Holdfast.Cli.Init.Questions;
using Holdfast.Cli.Init.Writing;
using Holdfast.Presentation;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Cli.Init;

public sealed class QuestionTests : IDisposable
{
    private static readonly Question Colour = new("colour", "Which colour", "red", a => a is "red" or "blue" ? null : "write red or blue");
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task A_person_is_asked_again_until_the_answer_will_do_and_Enter_is_the_default()
    {
        var shown = new StringWriter();
        var asker = new TerminalAsker(new StringReader("green\n blue \n\n"), shown);
        Assert.Equal("blue", await asker.AskAsync(Colour, TestContext.Current.CancellationToken));
        Assert.Equal("red", await asker.AskAsync(Colour, TestContext.Current.CancellationToken));
        Assert.Contains("Which colour [red]: ", shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("write red or blue", shown.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<UsageException>(() => asker.AskAsync(Colour, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_person_goes_back_to_the_question_before_and_is_offered_what_was_answered()
    {
        var shown = new StringWriter();
        var rewinding = new RewindingAsker(new TerminalAsker(new StringReader("back\nblue\nsquare\nback\nback\nred\n\nlarge\n"), shown));
        var shape = new Question("shape", "Which shape", "round", _ => null);
        var size = new Question("size", "Which size", "small", _ => null);
        var answers = await rewinding.HoldAsync(async asker =>
        {
            var stop = TestContext.Current.CancellationToken;
            return new[] { await asker.AskAsync(Colour, stop), await asker.AskAsync(shape, stop), await asker.AskAsync(size, stop) };
        });
        Assert.Equal(["red", "square", "large"], answers);
        var said = shown.ToString();
        Assert.Contains("this is the first question", said, StringComparison.Ordinal);
        Assert.Contains("Which shape [square]: ", said, StringComparison.Ordinal);
        Assert.Contains("Which colour [blue]: ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_file_back_is_an_answer_as_any_other()
    {
        var rewinding = new RewindingAsker(new FileAsker(_scratch.Write("a.yaml", "x: back")));
        Assert.Equal("back", await rewinding.HoldAsync(asker => asker.AskAsync(new("x", "", "", _ => null), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Waiting_for_a_person_ends_when_the_program_is_interrupted()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        using var silent = new StreamReader(new System.IO.Pipes.AnonymousPipeClientStream(System.IO.Pipes.PipeDirection.In, pipe.ClientSafePipeHandle));
        using var stop = new CancellationTokenSource();
        var asking = new TerminalAsker(silent, new StringWriter()).AskAsync(Colour, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        pipe.Dispose(); // Lets the thread that reads go.
    }

    [Fact]
    public async Task A_file_answers_what_it_holds_lists_too_and_the_rest_is_as_by_default()
    {
        var asker = new FileAsker(_scratch.Write("a.yaml", "# what we said\ncolour: [blue]\n"));
        Assert.Equal("blue", await asker.AskAsync(Colour, TestContext.Current.CancellationToken));
        Assert.Equal("red", await asker.AskAsync(Colour with { Id = "other" }, TestContext.Current.CancellationToken));
        asker.RefuseUnasked();
        Assert.Equal("a, b", await new FileAsker(_scratch.Write("l.yaml", "x: [a, b]")).AskAsync(new("x", "", "", _ => null), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_with_an_answer_that_will_not_do_or_that_nobody_asked_for_is_refused()
    {
        var asker = new FileAsker(_scratch.Write("a.yaml", "colour: green\ncolor: blue\n"));
        var wrong = await Assert.ThrowsAsync<UsageException>(() => asker.AskAsync(Colour, TestContext.Current.CancellationToken));
        Assert.Contains("\"green\" will not do for \"colour\": write red or blue", wrong.Message, StringComparison.Ordinal);
        var unasked = Assert.Throws<UsageException>(asker.RefuseUnasked);
        Assert.Contains("\"color\"", unasked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_that_does_not_go_with_other_answers_is_refused_too()
    {
        var question = Colour with { Default = "green" };
        await Assert.ThrowsAsync<UsageException>(() => new DefaultsAsker().AskAsync(question, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<UsageException>(() => new FileAsker(_scratch.Write("a.yaml", "")).AskAsync(question, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("- a")]
    [InlineData("x: { y: z }")]
    [InlineData("x: [[a]]")]
    [InlineData("x: a\nx: b")]
    [InlineData("x: \"a")]
    public void A_file_that_is_no_list_of_answers_is_refused_with_its_name(string text)
    {
        var refused = Assert.Throws<UsageException>(() => new FileAsker(_scratch.Write("a.yaml", text)));
        Assert.Contains("a.yaml", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_forty_thousand_brackets_is_refused_like_any_other() =>
        Assert.Throws<UsageException>(() => new FileAsker(_scratch.Write("a.yaml", "x: " + new string('[', 40_000))));

    [Fact]
    public void A_secret_is_for_its_owner_alone_and_one_that_is_there_is_never_touched()
    {
        var secrets = new SecretFiles();
        var old = _scratch.Write("keys/old", "old\n");
        secrets.Make(old);
        secrets.Make(_scratch["keys/new"]);
        Assert.Equal("old\n", File.ReadAllText(old));
        Assert.Equal([_scratch["keys/new"]], secrets.Made);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["keys/new"]));
        Assert.Matches("^HF1(-[0-9A-Z]{5}){9}\n$", File.ReadAllText(_scratch["keys/new"]));
        secrets.TakeBack();
        Assert.Equal([old], Directory.GetFiles(_scratch["keys"]));
    }

    public void Dispose() => _scratch.Dispose();
}
