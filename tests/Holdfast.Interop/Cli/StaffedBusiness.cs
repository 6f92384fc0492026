using System.Text.Json;
using Holdfast.Interop.Programs;
using Holdfast.Recovery.Runs;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Stores;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The small business with people: ann and ben lead the recovery, cleo is the clerk. Each has codes from before.</summary>
internal sealed class StaffedBusiness : IDisposable
{
    private readonly Dictionary<string, Queue<string>> _codes = [];

    /// <param name="steps">What the letters need beside their restore and their check, in the plan's words, each line without indent.</param>
    public StaffedBusiness(params string[] steps)
    {
        Small.Replan("sites:\n", """
            people:
              ann: { name: Ann Archer, phone: +1 555 0100 }
              ben: { name: Ben Baker }
              cleo: { name: Cleo Clark }
            roles:
              recovery lead: [ann, ben]
              clerk: [cleo]
            sites:

            """);
        Small.Replan("      - run: \"true\"\n", string.Concat(steps.Select(step => $"      {step}\n")));
    }

    public SmallBusiness Small { get; } = new();

    public string[] Here { get; set; } = [];

    /// <summary>Every code that was ever printed.</summary>
    public IEnumerable<string> AllCodes { get; private set; } = [];

    public string State { get; set; } = "state";

    public async Task IssueAsync()
    {
        Here = Small.Here;
        var issued = await Small.InOfficeAsync("codes", "issue", "--count", "4", "--json");
        Assert.True(issued.ExitCode == 0, issued.ToString());
        foreach (var person in JsonDocument.Parse(issued.Output).RootElement.GetProperty("people").EnumerateArray())
        {
            string[] codes = [.. person.GetProperty("codes").EnumerateArray().Select(c => c.GetString()!)];
            _codes[person.GetProperty("person").GetString()!] = new(codes);
            AllCodes = [.. AllCodes, .. codes];
        }

        await Small.ProtectAsync();
    }

    public string CodeOf(string person) => _codes[person].Dequeue();

    /// <summary>Says something to the run from another process, with codes on standard input.</summary>
    public Task<ProgramRun> SayAsync(string[] words, params string[] codes) =>
        Built.TellAsync(string.Concat(codes.Select(c => c + "\n")), ["run", .. words, "--state", Small[State]]);

    public async Task<RunningProgram> FailOverAsync(string until, params string[] more)
    {
        var failover = SmallBusiness.Start(["failover", "--yes", .. more, .. Here]);
        await failover.UntilAsync(() => Journal().Any(line => line.Contains(until, StringComparison.Ordinal)), until);
        return failover;
    }

    public async Task<RunningProgram> ResumeAsync(string until)
    {
        var before = Journal().Length;
        var resume = SmallBusiness.Start("run", "resume", "--state", Small[State]);
        await resume.UntilAsync(() => Journal().Skip(before).Any(line => line.Contains(until, StringComparison.Ordinal)), until);
        return resume;
    }

    /// <summary>The raw lines of the only failover there is.</summary>
    public string[] Journal() => Directory.Exists(Small[State + "/runs"])
        && Directory.EnumerateFiles(Small[State + "/runs"], "journal.jsonl", SearchOption.AllDirectories).SingleOrDefault(f => f.Contains("-failover", StringComparison.Ordinal)) is { } file
            ? File.ReadAllLines(file)
            : [];

    public IReadOnlyList<RunEvent> Events()
    {
        var state = StatePlaces.ToLookInto(Small[State]);
        return StoredJournal.Read(state, state.RunNames().Single(run => run.Contains("-failover", StringComparison.Ordinal))).Events;
    }

    /// <summary>What happened to the letters' step, by the events' names.</summary>
    public string[] Story(string step) => [.. Events().Where(e => Subject(e) == $"letters/{step}").Select(e => e.GetType().Name)];

    public void Dispose() => Small.Dispose();

    private static string? Subject(RunEvent happened) => happened switch
    {
        StepStarted e => e.Step.ToString(),
        StepSucceeded e => e.Step.ToString(),
        StepFailed e => e.Step.ToString(),
        PersonAsked e => e.Step.ToString(),
        PersonReminded e => e.Step.ToString(),
        StandInAsked e => e.Step.ToString(),
        StepApproved e => e.Step.ToString(),
        StepSkipped e => e.Step.ToString(),
        StepRetried e => e.Step.ToString(),
        StepGivenUp e => e.Step.ToString(),
        _ => null,
    };
}
