using System.Collections.Immutable;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Restic;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Inboxes;

/// <summary>Words in the inbox of a run that may be killed between any two of its acts.</summary>
public sealed class InboxReaderTests : IDisposable
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference.Replace("of: 1,", "of: 2,", StringComparison.Ordinal));
    private static readonly RecoveryGraph Graph = RecoveryGraph.Of(Plan, ["booking"]);
    private static readonly StepName Approval = new("booking", "approval 1");

    private readonly Scratch _scratch = new();
    private readonly HastyClock _clock = new();
    private readonly FileRunStore _state;
    private readonly CodeBook _codes;
    private readonly Inbox _inbox;
    private readonly List<RunEvent> _journal = [];

    public InboxReaderTests()
    {
        _state = new(_scratch["state"]);
        _codes = new(_state, _clock);
        _inbox = new Inbox(_state, "the-run");
    }

    [Fact]
    public void A_command_is_taken_once_though_the_process_dies_after_each_act()
    {
        Begin();
        Say(OperatorCommandKind.Approve, _codes.Issue("maria", 1)[0]);

        // 1. It dies after the code was spent and before the journal has it: the same command counts.
        Assert.IsType<StepApproved>(InboxReader().Next(_clock.GetUtcNow()));
        var approved = Assert.IsType<StepApproved>(InboxReader().Next(_clock.GetUtcNow()));
        Assert.Single(_inbox.Waiting());

        // 2. It dies after the journal has it and before the file is gone: the command is not taken again.
        _journal.Add(approved);
        Assert.Null(InboxReader().Next(_clock.GetUtcNow()));
        Assert.Empty(_inbox.Waiting());
        Assert.Equal(1, Replayed().Conversation.About(Approval)!.Missing);
    }

    [Fact]
    public void A_code_that_was_used_proves_nothing_in_another_command()
    {
        Begin();
        var code = _codes.Issue("maria", 1)[0];
        Say(OperatorCommandKind.Approve, code);
        Say(OperatorCommandKind.Approve, code);
        _journal.Add(InboxReader().Next(_clock.GetUtcNow())!);
        var second = Assert.IsType<CommandRefused>(InboxReader().Next(_clock.GetUtcNow()));
        Assert.Contains("used before", second.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_command_costs_no_code()
    {
        Begin();
        var code = _codes.Issue("maria", 1)[0];
        Say(OperatorCommandKind.GiveUp, code);
        Assert.IsType<CommandRefused>(InboxReader().Next(_clock.GetUtcNow()));
        Assert.Equal(1, _codes.Issued()[0].Left);
    }

    [Fact]
    public void A_command_before_its_question_waits_and_one_for_no_question_is_refused()
    {
        Begin(asked: false);
        Say(OperatorCommandKind.Approve, _codes.Issue("maria", 1)[0]);
        Assert.Null(InboxReader().Next(_clock.GetUtcNow()));
        Assert.Single(_inbox.Waiting());
        Say(OperatorCommandKind.Confirm, null, step: "booking/check 2");
        var refused = Assert.IsType<CommandRefused>(InboxReader().Next(_clock.GetUtcNow()));
        Assert.Equal("nobody is asked about booking/check 2: it has not begun", refused.Why);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"id":"other","kind":"confirm","step":"booking/task","user":"x","proofs":[]}""")]
    [InlineData("""{"id":"20260101-x","kind":"sing","user":"x","proofs":[]}""")]
    [InlineData("""{"id":"20260101-x","kind":"confirm","user":"x","proofs":[]}""")]
    [InlineData("""{"id":"20260101-x","kind":"confirm","step":"nonsense","user":"x","proofs":[]}""")]
    [InlineData("""{"id":"20260101-x","kind":"approve","step":"booking/approval 1","user":"x","proofs":[{"code":"maria-1","token":"00"}]}""")]
    public void What_is_not_a_command_is_refused_once_and_hurts_nothing(string content)
    {
        Begin();
        Directory.CreateDirectory(_state.PlaceOf(StoreNames.InboxOf("the-run")));
        File.WriteAllText(Path.Combine(_state.PlaceOf(StoreNames.InboxOf("the-run")), "20260101-x.json"), content);
        _journal.Add(Assert.IsType<CommandRefused>(InboxReader().Next(_clock.GetUtcNow())));
        Assert.Null(InboxReader().Next(_clock.GetUtcNow()));
        Assert.Empty(_inbox.Waiting());
    }

    [Fact]
    public void Only_the_owner_can_read_a_command_and_half_a_command_is_none()
    {
        Say(OperatorCommandKind.Confirm, null);
        var folder = _state.PlaceOf(StoreNames.InboxOf("the-run"));
        var file = Directory.EnumerateFiles(folder).Single();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        File.Move(file, file + "-tmp-1");
        Assert.Empty(_inbox.Waiting());
    }

    public void Dispose() => _scratch.Dispose();

    /// <summary>The run begins a day after the codes were issued.</summary>
    private void Begin(bool asked = true)
    {
        var now = _clock.GetUtcNow() + TimeSpan.FromDays(1);
        _journal.Add(new RunBegan(now, "the-run", RunKind.Failover, "Harbor Dental", "fire", "", "/plan", now, DisasterSource.Given, ["booking"], [], [], [], []));
        if (asked)
        {
            _journal.Add(new StepStarted(now, Approval));
            _journal.Add(Asking.Of(Plan, Graph[Approval], (PersonAction)Graph[Approval].Step.Action, now));
        }
    }

    private void Say(OperatorCommandKind kind, string? code, string? step = null)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        ImmutableArray<CodeProof> proofs = code is null ? [] : [_codes.ProofOf(code)];
        _inbox.Put(new(Inbox.NewId(_clock.GetUtcNow()), kind, step ?? Approval.ToString(), null, "tester", proofs));
    }

    private Run Replayed() => Run.Of(Graph, _journal);

    /// <summary>As a process that has just begun has it.</summary>
    private InboxReader InboxReader() => new(Replayed(), _inbox, new CodeBook(_state, _clock));
}
