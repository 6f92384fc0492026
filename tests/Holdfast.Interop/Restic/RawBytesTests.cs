using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>
/// Names, patterns, places and passwords that are not UTF-8: restic and <c>holdfast repo</c> are told the same by one shell, and must say the same.
/// </summary>
public sealed class RawBytesTests : IDisposable
{
    private const string Prelude = """
        set -eu
        cd "$PLACE"
        export RESTIC_CACHE_DIR="$PLACE/cache"
        e=$(printf '\351') o=$(printf '\350') half=$(printf '\303')
        restic_() { restic --no-cache "$@"; }
        holdfast_() { "$HOLDFAST" repo "$@"; }

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_opens_what_the_other_made_with_a_password_of_any_bytes()
    {
        var told = Run("""
            unset RESTIC_PASSWORD
            printf 'geheim\247' > 1
            printf 'geheim\247\r\n \302\205' > 2
            printf '\200\001\377\243\010\350\012\335\300\042\356\003' > 3
            printf '\357\273\277bom\n' > 4
            printf '\377\376a\000b\000\n\000' > 5
            printf '\240 two words\205\nsecond line\n' > 6
            for k in 1 2 3 4 5 6; do
                restic_ init -r r$k -p $k > /dev/null
                holdfast_ snapshots -q -r r$k -p $k
                holdfast_ snapshots -q -r r$k --password-command "cat $k" || [ $k -gt 3 ]
                holdfast_ init -q -r h$k -p $k
                restic_ snapshots -q -r h$k -p $k > /dev/null
                value=$(tr -d '\000' < $k)
                RESTIC_PASSWORD="$value" restic_ init -r e$k > /dev/null
                RESTIC_PASSWORD="$value" holdfast_ snapshots -q -r e$k
                restic_ init -r i$k < $k > /dev/null
                holdfast_ snapshots -q -r i$k < $k
            done
            printf 'geheim\250' > other
            if holdfast_ snapshots -q -r r1 -p other 2> /dev/null; then echo opened by another byte; else echo $?; fi
            """);
        Assert.Equal("12", told.Trim());
    }

    [Fact]
    public void Arguments_count_byte_by_byte()
    {
        var told = Run("""
            mkdir -p "src/d$e/in" "src/f$e-dir"
            for name in "f$e" "f$o" "F$e$half" "d$e/in/a" plain "d$e/mark$e"; do echo "$name" > "src/$name"; done
            printf '%s\n' "f$e" > patterns
            for p in restic_ holdfast_; do
                repository="rep$e$p"
                $p init -r "$repository" > /dev/null
                test -e "$repository/config"
                export RESTIC_REPOSITORY="$repository"
                list() { $p ls latest | grep -av '^snapshot ' | sort | od -An -c; }
                {
                    echo exclude; $p backup -q --exclude "f$e" src; list
                    echo exclude-file; $p backup -q --exclude-file patterns src; list
                    echo exclude-if-present; $p backup -q --exclude-if-present "mark$e" src; list
                    echo everything; $p backup -q src; list
                    echo relative; printf '%s\n' "src/d$e" > names; $p backup -q --files-from-verbatim names; list
                    $p backup -q src
                    echo include; $p restore latest -q --target "t$e$p" --include "f$e" > /dev/null; (cd "t$e$p"; find . -type f | od -An -c)
                    echo find; $p find "f$e" | grep -av Found | od -An -c
                    echo ls; $p ls latest "/src/d$e" | grep -av '^snapshot ' | od -An -c
                    echo dump; $p dump latest "/src/d$e/in/a" | od -An -c
                    echo archive; $p dump latest "/src/d$e" | tar t 2> /dev/null | od -An -c
                    echo password; printf "$RESTIC_PASSWORD" > "pw$e"
                    (unset RESTIC_PASSWORD; $p snapshots -q -p "pw$e" | wc -l; $p snapshots -q --password-command "cat pw$e" | wc -l)
                    echo here; mkdir -p "work$e"; cd "work$e"; echo x > x; $p -r "../$repository" backup -q .; cd ..; list
                } > told.$p 2>&1
                unset RESTIC_REPOSITORY
            done
            diff told.restic_ told.holdfast_
            wc -l < told.holdfast_
            """);
        Assert.True(int.Parse(told, null) > 50, told); // Fewer: something was not listed by either.
    }

    [Fact]
    public void A_dump_and_what_a_command_prints_find_their_names()
    {
        var told = Run("""
            export RESTIC_REPOSITORY="$PLACE/r"
            holdfast_ init -q
            echo content > "in$e"
            holdfast_ backup -q --stdin-from-command -- cat "in$e"
            holdfast_ dump latest stdin -t "out$e"
            cat "out$e"
            holdfast_ restore -q latest:/ --target "deep$e/er$half" > /dev/null
            cat "deep$e/er$half/stdin"
            """);
        Assert.Equal("content\ncontent\n", told);
    }

    private string Run(string script) => Shell.Run(
        "sh", ["-c", Prelude + script],
        new Dictionary<string, string>
        {
            ["HOLDFAST"] = Built.Holdfast, ["PLACE"] = _folder[""].TrimEnd('/'), ["RESTIC_PASSWORD"] = "x", ["LC_ALL"] = "C",
        });
}
