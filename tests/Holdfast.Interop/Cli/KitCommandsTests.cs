using System.Net;
using System.Text.RegularExpressions;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The commands that a kit prints, typed as they stand on it, after everything but the kit, a repository and its key has burnt.</summary>
public sealed partial class KitCommandsTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task The_commands_of_a_scenario_bring_the_business_back()
    {
        await PrintAndBurnAsync();
        var typed = await TypeAsync([.. CommandsOf("start"), .. CommandsOf("scenarios").TakeWhile(c => !c.Contains(" run ", StringComparison.Ordinal)), .. CommandsOf("evidence").Where(c => c.Contains(" evidence ", StringComparison.Ordinal) && !c.Contains("/office/nas", StringComparison.Ordinal))]);
        Assert.True(typed.ExitCode == 0, typed.ToString());
        Assert.Contains("sealed by key", typed.Output, StringComparison.Ordinal);
        Assert.Contains("Confirmed", typed.Output, StringComparison.Ordinal);
        Assert.Equal(("one", "Dear A"), (_business.Read("colo/server/orders/1.txt"), _business.Read("colo/server/letters/a.txt")));
    }

    [Fact]
    public async Task What_failed_is_taken_up_by_the_commands_that_the_kit_prints_for_it()
    {
        _business.Replan("- run: \"true\"", "- run: \"test -e mended\"\n        repeatable: true");
        await PrintAndBurnAsync();
        var commands = CommandsOf("scenarios");
        var failed = await TypeAsync(commands.TakeWhile(c => !c.Contains(" run ", StringComparison.Ordinal)));
        Assert.True(failed.ExitCode == 3, failed.ToString());

        _business.Write("colo/server/mended", "");
        var taken = await TypeAsync(commands.Where(c => c.Contains("read ", StringComparison.Ordinal) || c.Contains(" run ", StringComparison.Ordinal)));
        Assert.True(taken.ExitCode == 0, taken.ToString());
        Assert.Contains("partly recovered", taken.Output, StringComparison.Ordinal);
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
    }

    [Fact]
    public async Task A_step_for_a_person_is_answered_by_the_command_that_the_kit_prints_at_it()
    {
        _business.Replan("organization: Small Business", "organization: Small Business\npeople: { maria: { name: Maria, mobile: +1 555 0110 } }");
        _business.Replan("- run: \"true\"", "- task: { who: maria, do: Open the letters. }");
        await PrintAndBurnAsync();
        var answer = WebUtility.HtmlDecode(Answer().Match(_business.Read("kit.html")).Value);
        Assert.Equal("holdfast run confirm 'letters/task 1'", answer);

        var failover = CommandsOf("scenarios").TakeWhile(c => !c.Contains(" run ", StringComparison.Ordinal));
        var typed = await ScriptAsync($$"""
            (
            {{Typed(failover)}}
            ) <'{{_business["answers"]}}' &
            for i in $(seq 100); do {{answer}} && break; sleep 0.1; done # In the second terminal, once it is asked.
            wait $!

            """);
        Assert.True(typed.ExitCode == 0, typed.ToString());
        Assert.Contains("letters/task 1 WAITS for maria", typed.Output, StringComparison.Ordinal);
        Assert.Equal("Dear A", _business.Read("colo/server/letters/a.txt"));
    }

    [Fact]
    public async Task Restic_alone_brings_the_data_and_the_plan_back()
    {
        var plan = _business.Read("office/holdfast.yaml");
        await PrintAndBurnAsync();
        var typed = await TypeAsync(CommandsOf("restic").Where(c => !c.Contains("Key of nas", StringComparison.Ordinal) && !c.EndsWith("/office/nas", StringComparison.Ordinal)));
        Assert.True(typed.ExitCode == 0, typed.ToString());
        Assert.Equal(plan, _business.Read("laptop/holdfast.yaml"));
        Assert.Equal(
            ("one", "two", "Dear A", "Dear B"),
            (_business.Read("colo/server/orders/1.txt"), _business.Read("colo/server/orders/2.txt"), _business.Read("colo/server/letters/a.txt"), _business.Read("colo/server/letters/b.txt")));
    }

    public void Dispose() => _business.Dispose();

    private async Task PrintAndBurnAsync()
    {
        await _business.ProtectAsync();
        var printed = await Built.RunAsync("plan", "kit", _business["office/holdfast.yaml"], "--output", _business["kit.html"]);
        Assert.True(printed.ExitCode == 0, printed.ToString());
        _business.Burn();
        File.Move(_business["kit/vault.key"], _business["envelope"]); // The key is on paper: the file that the plan names is not on this laptop.
        File.Delete(_business["kit/nas.key"]);
    }

    private string[] CommandsOf(string section)
    {
        var html = _business.Read("kit.html");
        html = html[html.IndexOf($"<section id=\"{section}\"", StringComparison.Ordinal)..];
        string[] commands =
        [
            .. from block in Block().Matches(html[..html.IndexOf("</section>", StringComparison.Ordinal)])
               from line in Line().Matches(block.Groups[1].Value)
               select WebUtility.HtmlDecode(line.Groups[1].Value),
        ];
        Assert.NotEmpty(commands);
        return commands;
    }

    /// <summary>
    /// Types the commands into one bash, one after the other until one fails (a prediction outside its target, exit code 5, does not). Questions
    /// are answered with the key and with yes. Only the folder in which Holdfast remembers is another than on a real laptop.
    /// </summary>
    private Task<ProgramRun> TypeAsync(IEnumerable<string> commands) => ScriptAsync(Typed(commands));

    private string Typed(IEnumerable<string> commands) => string.Concat(commands.Select(c => $"{Filled(c)}; code=$?; [ $code = 0 ] || [ $code = 5 ] || exit $code\n"));

    private async Task<ProgramRun> ScriptAsync(string script)
    {
        Directory.CreateDirectory(_business["laptop"]);
        _business.Write("typed.sh", $$"""
            cd '{{_business["laptop"]}}'
            export RESTIC_CACHE_DIR='{{_business["cache"]}}'
            holdfast() {
                case "$1" in
                    predict | failover | run | evidence) '{{Built.Holdfast}}' "$@" --state '{{_business["colo-state"]}}' ;;
                    *) '{{Built.Holdfast}}' "$@" ;;
                esac
            }

            """ + script);
        _business.Write("answers", $"{_business.Read("envelope").Trim()}\nyes\n");
        return await ProgramRun.OfAsync("/bin/bash", ["-c", $"bash '{_business["typed.sh"]}' <'{_business["answers"]}'"]);
    }

    /// <summary>FILE stands for what the command before it listed.</summary>
    private string Filled(string command) => command.Replace("verify FILE", $"verify \"$(ls '{_business["colo-state/evidence"]}'/*)\"", StringComparison.Ordinal);

    [GeneratedRegex("<pre class=\"command\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("holdfast run confirm [^<]*(?=</code></p>\n</td>)")]
    private static partial Regex Answer();

    [GeneratedRegex("<code>(.*?)</code>", RegexOptions.Singleline)]
    private static partial Regex Line();
}
