using Holdfast.Execution.Stores;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Stores;

public sealed class FileRunStoreTests : RunStoreContract, IDisposable
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly Scratch _scratch = new();

    private string Journal => _scratch["state/runs/one/journal.jsonl"];

    [Fact]
    public void Half_a_line_left_by_a_crash_was_never_there()
    {
        var store = Open();
        store.Append("runs/one/journal.jsonl", ["a"]);
        File.AppendAllText(Journal, "{\"ha");
        Assert.Equal((1, 1), (store.Last("runs/one/journal.jsonl"), Open().Last("runs/one/journal.jsonl")));
        Assert.Equal(["a"], Open().Read("runs/one/journal.jsonl").Lines);
        Assert.True(store.TryAppend("runs/one/journal.jsonl", 1, Lines("b")));
        Assert.Equal("a\nb\n", File.ReadAllText(Journal));
    }

    [Fact]
    public void A_file_whose_first_line_was_cut_off_is_begun_anew()
    {
        var store = Open();
        _scratch.Write("state/runs/one/journal.jsonl", "{\"ha");
        Assert.True(store.TryAppend("runs/one/journal.jsonl", 0, Lines("a")));
        Assert.Equal("a\n", File.ReadAllText(Journal));
    }

    [Fact]
    public void What_another_program_adds_is_counted_also_when_a_file_is_written_anew()
    {
        var store = Open();
        store.Append("protection.jsonl", ["first", "second"]);
        File.AppendAllText(_scratch["state/protection.jsonl"], "third\n");
        Assert.False(store.TryAppend("protection.jsonl", 2, Lines("late")));
        Assert.Equal(3, store.Last("protection.jsonl"));
        File.WriteAllText(_scratch["state/protection.jsonl"], "only\n");
        Assert.Equal(1, store.Last("protection.jsonl"));
        Assert.True(store.TryAppend("protection.jsonl", 1, Lines("next")));
    }

    [Fact]
    public void Each_thing_is_the_file_that_it_always_was()
    {
        var store = Open();
        store.Append(StoreNames.JournalOf("a"), ["j"]);
        store.Append(StoreNames.Codes, ["c"]);
        store.WriteDocument(StoreNames.EvidenceKey, "k"u8);
        store.WriteDocument(StoreNames.OriginOf("a"), "{}"u8);
        using var lease = store.TryLease("failover", "a");
        string[] files = ["runs/a/journal.jsonl", "codes.jsonl", "keys/evidence.pem", "runs/a/from.json", "failover.lock", "failover.lock.holder"];
        Assert.All(files, file => Assert.True(File.Exists(_scratch["state/" + file]), file));
        Assert.All(files[..4], file => Assert.Equal(Own, File.GetUnixFileMode(_scratch["state/" + file])));
        Assert.Equal(Own | UnixFileMode.UserExecute, File.GetUnixFileMode(_scratch["state/keys"]));
        Assert.Equal(_scratch["state/runs/a/from.json"], store.PlaceOf(StoreNames.OriginOf("a")));
    }

    [Fact]
    public void Looking_makes_nothing()
    {
        var store = FileRunStore.ToLookInto(_scratch["nowhere"]);
        Assert.False(store.IsMade);
        Assert.True(store.IsEmpty());
        Assert.Empty(store.List(""));
        Assert.Null(store.HolderOf("failover"));
        Assert.False(Directory.Exists(_scratch["nowhere"]));
    }

    [Fact]
    public void What_is_half_written_or_only_waits_to_be_stored_is_not_listed()
    {
        var store = Open();
        _scratch.Write("state/staging/dump", "a copy");
        _scratch.Write("state/runs/a/plan.yaml-tmp-0123", "half");
        Assert.Empty(store.List(""));
    }

    [Fact]
    public void What_killed_processes_left_of_their_writes_is_cleared_by_the_next_and_nothing_else()
    {
        Open();
        var half = new string('0', 32);
        string[] gone = [$"state/epochs.json-tmp-{half}", $"state/runs/a/plan.yaml-tmp-{int.MaxValue}-{half}", $"state/orders/x/1.begun-tmp-{int.MaxValue}-{half}"];
        string[] kept = [$"state/name-tmp-{Environment.ProcessId}-{half}", $"state/staging/db/x-tmp-{half}", $"state/copies/data/00/x-tmp-{half}", "state/runs/a/notes-tmp-1"];
        foreach (var file in gone.Concat(kept).Append($"state/fresh-tmp-{half}"))
        {
            _scratch.Write(file, "half");
            File.SetLastWriteTimeUtc(_scratch[file], TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(file.Contains("fresh", StringComparison.Ordinal) ? 0 : -2));
        }

        Open();
        Assert.All(gone, file => Assert.False(File.Exists(_scratch[file]), file));
        Assert.All(kept.Append($"state/fresh-tmp-{half}"), file => Assert.True(File.Exists(_scratch[file]), file));
    }

    [Fact]
    public void A_lock_that_cannot_be_made_is_not_taken_for_one_that_is_held()
    {
        var store = Open();
        Directory.CreateDirectory(_scratch["state/failover.lock"]);
        Assert.ThrowsAny<SystemException>(() => store.TryLease("failover", "now"));
    }

    [Fact]
    public void A_process_that_got_the_number_of_a_dead_one_has_no_lease()
    {
        var store = Open();
        store.TryLease("failover", "first")!.Dispose();
        Assert.True(store.HolderOf("failover") is { Holder: "first", IsAlive: true });
        var holder = _scratch["state/failover.lock.holder"];
        var text = File.ReadAllText(holder);
        File.WriteAllText(holder, text.Replace("started ", "started 9", StringComparison.Ordinal));
        Assert.False(store.HolderOf("failover")!.IsAlive);
        File.WriteAllText(holder, text.Replace("boot ", "boot another", StringComparison.Ordinal));
        Assert.False(store.HolderOf("failover")!.IsAlive);
    }

    [Fact]
    public void Files_from_before_the_start_was_written_are_told_by_the_number_alone()
    {
        var store = Open();
        _scratch.Write("state/failover.lock.holder", $"first (process {Environment.ProcessId})");
        Assert.True(store.HolderOf("failover") is { Holder: "first", IsAlive: true });
        _scratch.Write("state/failover.lock.holder", "first (process 99999999)");
        Assert.False(store.HolderOf("failover")!.IsAlive);
        _scratch.Write("state/failover.lock.holder", "what is that");
        Assert.Null(store.HolderOf("failover"));
    }

    public void Dispose() => _scratch.Dispose();

    private protected override IRunStore Open() => new FileRunStore(_scratch["state"]);
}
