using System.Diagnostics;
using System.Globalization;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>
/// One repository in the hands of two programs, in an order that nobody thought of. The order follows from a seed, which is printed;
/// HOLDFAST_MIXED_SEED sets another, and HOLDFAST_MIXED_STEPS makes it go on for longer.
/// </summary>
public sealed class MixedUseTests(ITestOutputHelper output) : IDisposable
{
    private const string Secret = "mixed", SecondSecret = "mixed too";
    private const int UsualSeed = 20260301, UsualSteps = 45;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(100);

    private readonly TemporaryFolder _folder = new();

    // What each backup was of, by its time; and which of them the repository and its copy shall list.
    private readonly Dictionary<DateTimeOffset, string> _model = [];
    private readonly SortedSet<DateTimeOffset> _listed = [], _copied = [];
    private Random _random = new(UsualSeed);
    private int _names;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_the_two_programs_do_in_turn_every_snapshot_stays_what_it_was()
    {
        var (seed, steps) = (Number("HOLDFAST_MIXED_SEED", UsualSeed), Number("HOLDFAST_MIXED_STEPS", UsualSteps));
        output.WriteLine($"seed {seed}");
        _random = new(seed);
        var begun = Stopwatch.GetTimestamp();
        Prepare();
        var done = 0;
        for (; done < steps && (Stopwatch.GetElapsedTime(begun) < Enough || steps != UsualSteps); done++)
        {
            var (doer, other) = _random.Next(2) == 0 ? (Restic, Holdfast) : (Holdfast, Restic);
            var (name, step) = Choose(done);
            var stepBegun = Stopwatch.GetTimestamp();
            try
            {
                step(doer, other);
                Compare(other);
            }
            catch (Exception e) // Any failure is told with the seed that makes it again.
            {
                Assert.Fail($"seed {seed}, step {done}, {doer}: {name}: {e}");
            }

            output.WriteLine($"{done}: {doer}: {name}: {Stopwatch.GetElapsedTime(stepBegun).TotalSeconds:F1} s");
        }

        CheckAll();
        output.WriteLine($"{done} steps, {_listed.Count} of {_model.Count} snapshots left, {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s");
    }

    private RepoProgram Restic => RepoProgram.Restic(_folder["repository"], Secret);

    private RepoProgram Holdfast => RepoProgram.Holdfast(_folder["repository"], Secret);

    private void Prepare()
    {
        AwkwardTree.Make(_folder["source"]);
        File.Delete(_folder["source/large"]);
        File.WriteAllText(_folder["secret"], Secret);
        File.WriteAllText(_folder["second"], SecondSecret);
        var (first, second) = _random.Next(2) == 0 ? (Restic, Holdfast) : (Holdfast, Restic);
        first.Run("init");
        var copy = second.ToString() == "restic" ? RepoProgram.Restic(_folder["copy"], Secret) : RepoProgram.Holdfast(_folder["copy"], Secret);
        copy.Run("init", "--from-repo", _folder["repository"], "--from-password-file", _folder["secret"], "--copy-chunker-params");
        BackUp(second, first);
    }

    private (string Name, Action<RepoProgram, RepoProgram> Step) Choose(int step) => (step % 3 == 0 ? 0 : _random.Next(1, 12)) switch
    {
        0 or 1 => ("backup", BackUp),
        2 or 3 => ("restore", Restore),
        4 => ("check", static (doer, _) => doer.Run("check")),
        5 => ("check --read-data", static (doer, _) => doer.Run("check", "--read-data")),
        6 or 7 => ("forget --prune", Forget),
        8 => ("prune", static (doer, _) => doer.Run("prune", "--max-unused", "0")),
        9 => ("tag", Tag),
        10 => ("key", ChangeKeys),
        _ => ("copy", Copy),
    };

    private void BackUp(RepoProgram doer, RepoProgram other)
    {
        Change();
        var before = other.Snapshots();
        doer.Run("backup", "--host", "host", "--tag", $"made-by-{doer}", _folder["source"]);
        var made = other.Snapshots().Keys.Except(before.Keys).Single();
        _model.Add(made, AwkwardTree.Describe(_folder["source"]));
        _listed.Add(made);
    }

    private void Restore(RepoProgram doer, RepoProgram other)
    {
        var (time, id) = Any(other);
        Restored(doer, id, time);
    }

    private void Restored(RepoProgram doer, string id, DateTimeOffset time)
    {
        using var target = new TemporaryFolder();
        doer.Run("restore", id, "--target", target.Path);
        Assert.Equal(_model[time], AwkwardTree.Describe(target.Path + _folder["source"]));
    }

    private void Forget(RepoProgram doer, RepoProgram other)
    {
        var keep = _random.Next(3, 6);
        doer.Run("forget", "--keep-last", keep.ToString(CultureInfo.InvariantCulture), "--group-by", "host", "--prune", "--max-unused", _random.Next(2) == 0 ? "0" : "50%");
        _listed.IntersectWith(_listed.OrderDescending().Take(keep).ToList());
    }

    private void Tag(RepoProgram doer, RepoProgram other)
    {
        var (time, id) = Any(other);
        doer.Run("tag", "--add", $"t{++_names}", id);
        Assert.NotEqual(id, other.Snapshots()[time]);
    }

    private void ChangeKeys(RepoProgram doer, RepoProgram other)
    {
        doer.Run("key", "add", "--new-password-file", _folder["second"]);
        var through = other.ToString() == "restic" ? RepoProgram.Restic(_folder["repository"], SecondSecret) : RepoProgram.Holdfast(_folder["repository"], SecondSecret);
        Compare(through);
        var key = System.Text.Json.JsonDocument.Parse(through.Run("key", "list", "--json")).RootElement.EnumerateArray()
            .Single(k => k.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;
        other.Run("key", "remove", key);
        Assert.NotEqual(0, through.TryRun("snapshots").Code);
    }

    private void Copy(RepoProgram doer, RepoProgram other)
    {
        var (time, id) = Any(other);
        var copy = doer.ToString() == "restic" ? RepoProgram.Restic(_folder["copy"], Secret) : RepoProgram.Holdfast(_folder["copy"], Secret);
        copy.Run("copy", "--from-repo", _folder["repository"], "--from-password-file", _folder["secret"], id);
        _copied.Add(time);
        var elsewhere = other.ToString() == "restic" ? RepoProgram.Restic(_folder["copy"], Secret) : RepoProgram.Holdfast(_folder["copy"], Secret);
        Assert.Equal(_copied, elsewhere.Snapshots().Keys);
        Restored(elsewhere, elsewhere.Snapshots()[time], time);
    }

    // Every program sees what there shall be, and nothing else.
    private void Compare(RepoProgram program) => Assert.Equal(_listed, program.Snapshots().Keys);

    private void CheckAll()
    {
        foreach (var program in new[] { Restic, Holdfast })
        {
            program.Run("check", "--read-data");
            foreach (var (time, id) in program.Snapshots())
            {
                Restored(program, id, time);
            }
        }
    }

    private (DateTimeOffset Time, string Id) Any(RepoProgram program)
    {
        var all = program.Snapshots().ToList();
        var (time, id) = all[_random.Next(all.Count)];
        return (time, id);
    }

    // Something else each time: content, names, modes and times.
    private void Change()
    {
        for (var left = _random.Next(1, 5); left > 0; left--)
        {
            var script = _random.Next(8) switch
            {
                0 => "head -c $2 /dev/zero | openssl enc -aes-128-ctr -K 00 -iv $3 2>/dev/null > \"new-$3\"",
                1 => "printf 'more %s' $3 >> text",
                2 => "mkdir -p \"dir-$3/$(printf 'n\\377\\n')\" && printf x > \"dir-$3/$(printf 'n\\377\\n')/file\"",
                3 => "rm -rf dir-* new-*",
                4 => "mv plain \"plain-$3\" && printf 'hello' > plain",
                5 => "chmod 0$((RANDOM % 8))44 secret; touch -d \"2001-02-03 04:05:06.$3\" plain",
                6 => "ln -f deep/first \"deep/again-$3\"; ln -sfn \"to-$3\" link",
                _ => "head -c $2 /dev/zero | tr '\\0' 'a' > \"new-same\"; cp -a text \"copy-$3\"",
            };
            Shell.Run(
                "bash",
                ["-ec", "cd \"$1\"; RANDOM=$3; " + script, "-", _folder["source"], _random.Next(1, 3_000_000).ToString(CultureInfo.InvariantCulture), _random.Next(1000, 10_000_000).ToString(CultureInfo.InvariantCulture)]);
        }
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
