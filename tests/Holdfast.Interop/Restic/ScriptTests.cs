using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>A script that somebody wrote for restic, run with <c>holdfast repo</c> in restic's place.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_week_of_a_restic_users_work_runs_unchanged()
    {
        Directory.CreateDirectory(_folder["home/desk"]);
        File.WriteAllText(_folder["home/desk/plan.txt"], "plan");
        File.WriteAllText(_folder["home/desk/cache.tmp"], "cache");
        var output = Shell.Run(
            "sh",
            [
                "-eu", "-c",
                """
                restic() { "$HOLDFAST" repo "$@"; }
                fail() { echo "$1" >&2; exit 1; }

                restic snapshots >/dev/null 2>&1 && fail "there is a repository already" || [ $? -eq 10 ] || fail "not 10"
                restic init -q

                for day in 1 2 3 4 5 6 7; do
                    echo "day $day" > "$PLACE/home/desk/day.txt"
                    restic backup --quiet -e '*.tmp' --tag daily -H office --time "2026-03-0$day 12:00:00" "$PLACE/home"
                done

                [ "$(restic snapshots --json --host office | grep -o '"short_id"' | wc -l)" = 7 ] || fail "not 7 snapshots"
                newest=$(restic snapshots --json --latest 1 | sed 's/.*"short_id":"\([0-9a-f]*\)".*/\1/')
                restic ls "$newest" | grep -q day.txt || fail "day.txt is not listed"
                ! restic ls "$newest" | grep -q cache.tmp || fail "cache.tmp was not left out"
                restic find plan.txt | grep -q 'Found matching entries' || fail "plan.txt was not found"
                restic forget --host office --keep-last 3 --prune -q
                [ "$(restic list snapshots | wc -l)" = 3 ] || fail "not 3 left"
                restic check --read-data > "$PLACE/check"
                grep -q 'no errors were found' "$PLACE/check" || fail "errors"
                [ "$(restic dump latest "$PLACE/home/desk/day.txt")" = "day 7" ] || fail "dumped something else"
                restic restore latest -t "$PLACE/restored" --include '*.txt' -q
                [ "$(cat "$PLACE/restored$PLACE/home/desk/plan.txt")" = plan ] || fail "restored something else"
                echo new > "$PLACE/new"
                restic key passwd --new-password-file "$PLACE/new"
                if restic snapshots -q; then fail "the old password still opens"; else [ $? -eq 12 ] || fail "not 12"; fi
                export RESTIC_PASSWORD=new
                restic diff $(restic list snapshots | head -2) > /dev/null
                restic stats latest --json | grep -q '"total_size"' || fail "no stats"
                restic unlock
                restic list locks
                echo done
                """,
            ],
            new Dictionary<string, string>
            {
                ["HOLDFAST"] = Built.Holdfast, ["PLACE"] = _folder[""].TrimEnd('/'),
                ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = "old",
            });
        Assert.EndsWith("done", output.Trim(), StringComparison.Ordinal);
        Assert.Contains("no errors were found", new ResticProgram(_folder["repository"], "new").Run("check", "--read-data"), StringComparison.Ordinal);
    }
}
