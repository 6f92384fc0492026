using System.Globalization;
using System.Text;
using Holdfast.Failures;
using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks.Ssh;

/// <summary>
/// Brings this very program to a host, into a folder that is named after its content, and starts it there as the agent. One connection does all of
/// it: a host that has the program begins at once, another one is sent it first. Needs a POSIX shell, tar and the usual small programs there.
/// </summary>
/// <param name="note">Hears how far it is when the program is sent.</param>
/// <param name="moved">Called for each piece of it that went.</param>
internal sealed class AgentDelivery(string host, AgentProgram program, Action<string> note, Action moved, TimeProvider clock)
{
    /// <summary>A login shell may be slow; one that says nothing for so long is none that anybody waits for on the worst day.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Begins each line that is the script's; whatever a login shell prints before it is none.</summary>
    private const string Mark = "HOLDFAST-DELIVERY";

    private const int MostNoise = 64 << 10;
    private const int Piece = 256 << 10;

    /// <summary>Between two words of how far it is.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Says on standard output which platform it is on, whether it has the program, and where; takes <c>LENGTH</c> and a tar of it from standard input
    /// where it has not. What it has is read and summed up each time (0.1 s): a disk may have spoilt it, and what was begun of a full one is not
    /// whole. What comes is complete under its name or not there at all, and what was there under it is put away only then.
    /// </summary>
    private const string Script = """
        umask 077
        if [ -n "$HOLDFAST_AGENT" ]; then d=$HOLDFAST_AGENT; elif [ "$(id -u)" = 0 ]; then d=/var/lib/holdfast/agent; else d="${XDG_STATE_HOME:-$HOME/.local/state}/holdfast/agent"; fi
        whole() { [ -x "$1/holdfast" ] && [ "$(cd "$1" && find . -type f -exec sha256sum {} + 2>/dev/null | LC_ALL=C sort -k 2 | sha256sum | cut -c 1-64)" = HASH ]; }
        p="$d/programs/HASH"; have=no; whole "$p" && have=yes
        echo "MARK $have $(uname -s) $(uname -m) $p"
        if [ $have = no ]; then
          read -r n || exit 1
          mkdir -p "$d/programs" && t=$(mktemp -d "$d/programs/.new-XXXXXX") || { echo "MARK failed"; exit 1; }
          head -c "$n" | tar -xf - -C "$t"
          if whole "$t"; then
            sync -f "$t" 2>/dev/null
            mv -T "$t" "$p" 2>/dev/null || whole "$p" || { mv -T "$p" "$t.old" && mv -T "$t" "$p"; }
          fi
          rm -rf "$t" "$t.old"
          if whole "$p"; then echo "MARK ready"; else echo "MARK failed"; exit 1; fi
        fi
        touch -c "$p" 2>/dev/null
        exec ENVIRONMENT "$p/holdfast" agent --state "$d"
        """;

    /// <summary>The one argument that ssh hands to the login shell of the host, whatever shell that is.</summary>
    public static string CommandFor(AgentProgram program, bool sudo)
    {
        var script = Script
            .Replace("MARK", Mark, StringComparison.Ordinal)
            .Replace("HASH", program.Hash, StringComparison.Ordinal)
            .Replace("ENVIRONMENT", program.Runtime is { } runtime ? $"env DOTNET_ROOT={Quoted(runtime)}" : "", StringComparison.Ordinal);

        // In single quotes once: in them every shell leaves everything as it is, but csh the exclamation mark and the end of a line.
        return $"exec {(sudo ? "sudo -n -- " : "")}sh -c {Quoted(string.Join("; ", Lines(script)))}";
    }

    /// <returns>The folder of the program there, for people.</returns>
    /// <exception cref="LinkCutException">The connection ended.</exception>
    /// <exception cref="FailureException">The host is of another kind, or does not take the program.</exception>
    public async Task<string> HandOverAsync(Stream input, LineReader output, CancellationToken cancellationToken)
    {
        var first = await WordsAsync(output, cancellationToken);
        var platform = string.Join(' ', first.Skip(1).Take(2));
        if (platform != program.Platform)
        {
            throw new FailureException(new(
                FailureCode.Host, $"host {host} is {platform}, and this program is for {program.Platform}", "Work on that host itself with a Holdfast that was built for it, and with a plan in which it has no  ssh:"));
        }

        var folder = string.Join(' ', first.Skip(3));
        if (first[0] == "yes")
        {
            return folder;
        }

        try
        {
            await input.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{program.Length}\n")), cancellationToken);
            await SendAsync(input, cancellationToken);
        }
        catch (IOException)
        {
            // It took no more; what it says of that, or that it ended, is read below.
        }

        if (await WordsAsync(output, cancellationToken) is not ["ready", ..])
        {
            throw new FailureException(new(
                FailureCode.Host,
                $"host {host} did not take the program ({program.Length / 1_000_000} MB)",
                $"See that {Path.GetDirectoryName(folder)} can be written there, that its file system has room, and that tar, find and sha256sum are installed."));
        }

        return folder;
    }

    private async Task SendAsync(Stream input, CancellationToken cancellationToken)
    {
        var sent = 0;
        await using var timer = clock.CreateTimer(_ => note($"putting the program on host {host}: {sent / 1e6:0.0} of {program.Length / 1e6:0.0} MB"), null, Pause, Pause);
        for (; sent < program.Length; sent += Piece)
        {
            await input.WriteAsync(program.Sent.Slice(sent, Math.Min(Piece, program.Length - sent)), cancellationToken);
            moved();
        }

        await input.FlushAsync(cancellationToken);
    }

    private async Task<string[]> WordsAsync(LineReader output, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        for (var noise = 0; noise < MostNoise;)
        {
            byte[]? line;
            try
            {
                line = await output.ReadAsync(either.Token, MostNoise);
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                throw new LinkCutException(e.Message) { IsNonsense = e is InvalidDataException };
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new FailureException(new(
                    FailureCode.Host, $"host {host} did not answer within {Patience.TotalSeconds:0} s: nothing came from its login shell", "Log in there with ssh by hand and see what holds it up.") { MayPass = true });
            }

            var text = Encoding.UTF8.GetString(line ?? throw new LinkCutException("the connection ended"));
            if (text.Split(' ') is [Mark, _, ..] words)
            {
                return words[1..];
            }

            noise += line.Length + 1;
        }

        throw new LinkCutException("it prints without end") { IsNonsense = true };
    }

    /// <summary>One line, since shells differ on line ends within quotes.</summary>
    private static IEnumerable<string> Lines(string script)
    {
        var lines = script.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            // "then; x" is no shell: the word and what follows it are one.
            var line = lines[i];
            while (line.EndsWith("then", StringComparison.Ordinal) && i + 1 < lines.Length)
            {
                line = $"{line} {lines[++i]}";
            }

            yield return line;
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
