using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>People hear by themselves: a real mail server, a web server, a command.</summary>
public sealed class AlertsTests : IDisposable
{
    private const string Password = "the password of the mail", Key = "the key of the hook";
    private readonly SmallBusiness _business = new();
    private readonly MailServer _mail = new(Password);
    private readonly WebSink _web = new();

    public AlertsTests()
    {
        foreach (var (name, text) in new[] { ("mail.key", Password), ("hook.key", Key), ("chat.url", $"http://127.0.0.1:{_web.Port}/chat/secret-token") })
        {
            _business.Write("kit/" + name, text + "\n");
            File.SetUnixFileMode(_business["kit/" + name], UnixFileMode.UserRead);
        }

        Directory.CreateDirectory(_business["full"]);
        _business.Replan("scenarios:", $$"""
            people:
              maria: { name: Maria, email: maria@harbor.example }
            roles:
              recovery lead: [maria]
            alerts:
              mail: { server: "localhost:{{_mail.Port}}", from: holdfast@harbor.example, to: [recovery lead, it@harbor.example], user: holdfast, password: "file:../kit/mail.key" }
              webhooks:
                - { url: "http://127.0.0.1:{{_web.Port}}/plain", key: "file:../kit/hook.key" }
                - { url: "file:../kit/chat.url", shape: slack }
              command: "{ cat; env; } >> {{_business["command.log"]}}"
              heartbeat: http://127.0.0.1:{{_web.Port}}/beat
              weekly summary: false
            scenarios:
            """);
    }

    [Fact]
    public async Task A_copy_that_fails_is_told_once_by_every_way_and_when_it_is_over()
    {
        await _mail.StartAsync();
        await _business.ProtectAsync();
        var first = await SendAsync();
        Assert.DoesNotContain("urgent", first.Output, StringComparison.Ordinal);
        Assert.Contains(_web.Got, g => g is { Method: "GET", Path: "/beat" });
        var (mails, web) = (_mail.Mails.Count, _web.Got.Count);

        // 1. The repository is gone: told by all, and nothing beats.
        Directory.Move(_business["colo/vault"], _business["colo/away"]);
        Assert.Equal(3, (await _business.InOfficeAsync("protect")).ExitCode);
        var failed = await SendAsync();
        Assert.Contains("new, urgent: orders: ", failed.Output, StringComparison.Ordinal);
        Assert.Equal(["it@harbor.example", "maria@harbor.example"], _mail.Mails.Skip(mails).Select(m => m.Split('\n')[0]["To: ".Length..]).Order());
        var mail = _mail.Mails[^1];
        Assert.Contains("Auto-Submitted: auto-generated", mail, StringComparison.Ordinal);
        Assert.Contains("the last attempt to protect it failed", TextOf(mail), StringComparison.Ordinal);
        Assert.Contains("to do: holdfast protect", TextOf(mail), StringComparison.Ordinal);
        var plain = _web.Got.Skip(web).Single(g => g.Path == "/plain");
        var body = JsonNode.Parse(plain.Body)!;
        Assert.True(body["urgent"]!.GetValue<bool>(), plain.Body);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes($"{plain.Headers["X-Holdfast-Timestamp"]}.{plain.Body}"));
        Assert.Equal("sha256=" + Convert.ToHexStringLower(mac), plain.Headers["X-Holdfast-Signature"]);
        Assert.Contains("Small Business", JsonNode.Parse(_web.Got.Skip(web).Single(g => g.Path == "/chat/secret-token").Body)!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(_web.Got.Skip(web), g => g.Path == "/beat");
        Assert.Contains("HOLDFAST_ALERT_URGENT=1", _business.Read("command.log"), StringComparison.Ordinal);

        // 2. Nothing new: nothing is sent.
        (mails, web) = (_mail.Mails.Count, _web.Got.Count);
        Assert.Contains("Nothing new", (await SendAsync()).Output, StringComparison.Ordinal);
        Assert.Equal((mails, web), (_mail.Mails.Count, _web.Got.Count));

        // 3. It is over: told when it has stayed so, which is shown here by what is remembered being older.
        Directory.Move(_business["colo/away"], _business["colo/vault"]);
        await _business.ProtectAsync();
        await SendAsync();
        var state = JsonNode.Parse(_business.Read("state/alerts.json"))!;
        foreach (var (_, standing) in state["standing"]!.AsObject().Where(s => s.Value!["goneSince"] is not null))
        {
            standing!["goneSince"] = DateTimeOffset.FromUnixTimeSeconds(0);
        }

        _business.Write("state/alerts.json", state.ToJsonString());
        var over = await SendAsync();
        Assert.Contains("over: orders: ", over.Output, StringComparison.Ordinal);
        Assert.Contains("OVER", TextOf(_mail.Mails[^1]), StringComparison.Ordinal);
        NoSecretIsAnywhere();
    }

    [Fact]
    public async Task What_nobody_sees_to_reaches_those_who_are_told_otherwise_until_somebody_does()
    {
        _business.Replan("  weekly summary: false", "  acknowledge within: 1 second\n  otherwise tell: [owner@harbor.example]\n  weekly summary: false");
        await _mail.StartAsync();
        await _business.ProtectAsync();
        Directory.Move(_business["colo/vault"], _business["colo/away"]);
        Assert.Equal(3, (await _business.InOfficeAsync("protect")).ExitCode);
        await SendAsync();
        Assert.DoesNotContain(_mail.Mails, m => m.Contains("owner@harbor.example", StringComparison.Ordinal));
        var code = System.Text.RegularExpressions.Regex.Match(TextOf(_mail.Mails[^1]), "holdfast alerts acknowledge ([A-Z2-9]{4})").Groups[1].Value;

        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        await SendAsync();
        var mail = Assert.Single(_mail.Mails, m => m.StartsWith("To: owner@harbor.example", StringComparison.Ordinal));
        Assert.Contains("NOBODY SEES TO IT", TextOf(mail), StringComparison.Ordinal);
        await SendAsync();
        Assert.Single(_mail.Mails, m => m.StartsWith("To: owner@harbor.example", StringComparison.Ordinal));

        var unknown = await SayAsync("alerts", "acknowledge", "QQQQ");
        Assert.True(unknown.ExitCode == 2, unknown.ToString());
        Assert.Contains(code, unknown.Error, StringComparison.Ordinal);
        var seen = await SayAsync("alerts", "acknowledge", code.ToLowerInvariant(), "--because", "a new disk comes");
        Assert.True(seen.ExitCode == 0, seen.ToString());
        Assert.Contains("You see to it", seen.Output, StringComparison.Ordinal);
        var told = _mail.Mails.Count;
        await SendAsync();
        Assert.Contains(_mail.Mails.Skip(told), m => m.StartsWith("To: it@harbor.example", StringComparison.Ordinal) && TextOf(m).Contains($"{Environment.UserName}: a new disk comes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task That_the_plan_is_signed_no_more_is_told_as_urgent()
    {
        await _mail.StartAsync();
        await _business.ProtectAsync();
        var init = await Built.RunAsync(["trust", "init", "--signing-key", _business["kit/signing.pem"], .. _business.Here]);
        Assert.True(init.ExitCode == 0, init.ToString());
        Assert.DoesNotContain("the plan: ", (await SendAsync()).Output, StringComparison.Ordinal);

        File.Move(_business["kit/signing.pem"], _business["kit/on-a-stick.pem"]);
        _business.Replan("every: 30 minutes", "every: 31 minutes");
        var told = await SendAsync();
        Assert.Contains("new, urgent: the plan: ", told.Output, StringComparison.Ordinal);
        Assert.Contains("NOT SIGNED", TextOf(_mail.Mails[^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_that_does_not_work_is_told_holds_up_no_other_and_gets_it_later()
    {
        await _mail.StartAsync();
        await _business.ProtectAsync();
        Directory.Move(_business["colo/vault"], _business["colo/away"]); // So that there is something to tell.
        _web.Status = 500;
        var test = await SayAsync("alerts", "test");
        Assert.True(test.ExitCode == 3, test.ToString());
        Assert.Contains("mail to it@harbor.example: taken", test.Output, StringComparison.Ordinal);
        Assert.Contains("webhook 1 (plain): not sent: webhook 1 (plain) answered 500", test.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", test.ToString(), StringComparison.Ordinal);

        var sent = await SayAsync("alerts", "send");
        Assert.True(sent.ExitCode == 3, sent.ToString());
        Assert.Equal(4, _mail.Mails.Count); // Two messages, to two people.
        var status = await _business.InOfficeAsync("status");
        Assert.Contains("ALERTS DO NOT GO OUT: webhook 1 (plain), since", status.Output, StringComparison.Ordinal);

        _web.Status = 204;
        Due();
        await SendAsync();
        Assert.Equal(4, _mail.Mails.Count); // Two messages, to two people.
        Assert.Contains("Everything that people were to be told was sent.", (await _business.InOfficeAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_certificate_and_a_dead_server_are_told_with_what_to_do()
    {
        await _mail.StartAsync();
        await _business.ProtectAsync();
        var unknown = await _business.InOfficeAsync("alerts", "test");
        Assert.True(unknown.ExitCode == 3, unknown.ToString());
        Assert.Contains("certificate", unknown.Error, StringComparison.Ordinal);

        File.SetUnixFileMode(_business["kit/mail.key"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _business.Write("kit/mail.key", "another\n");
        var wrong = await SayAsync("alerts", "test");
        Assert.True(wrong.ExitCode == 3, wrong.ToString());
        Assert.Contains("did not take mail", wrong.Error, StringComparison.Ordinal);
        Assert.Empty(_mail.Mails);

        _mail.Dispose();
        var dead = await SayAsync("alerts", "test");
        Assert.True(dead.ExitCode == 3, dead.ToString());
        Assert.Contains("did not take mail", dead.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("another", dead.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_refused_and_a_server_that_is_silent_keep_nobody_else_from_hearing_and_make_nobody_hear_twice()
    {
        await _mail.StartAsync();
        _business.Replan("it@harbor.example]", "nobody@harbor.example]");
        await _business.ProtectAsync();
        Directory.Move(_business["colo/vault"], _business["colo/away"]);
        var first = await SayAsync("alerts", "send");
        Assert.True(first.ExitCode == 3, first.ToString());
        Assert.Contains("mail to nobody@harbor.example: not sent", first.Error, StringComparison.Ordinal);
        Due();
        Assert.Equal(3, (await SayAsync("alerts", "send")).ExitCode);
        Assert.Single(_mail.Mails);

        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        _business.Replan($"localhost:{_mail.Port}", $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        var waited = await SayAsync("alerts", "test");
        Assert.True(waited.ExitCode == 3, waited.ToString());
        Assert.Contains("did not take mail within 30 s", waited.Error, StringComparison.Ordinal);
        Assert.Contains("webhook 1 (plain): taken", waited.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_of_what_is_remembered_is_told_all_the_same()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting takes root");
        await _mail.StartAsync();
        await _business.ProtectAsync();
        var sent = await ProgramRun.OfAsync(
            "unshare",
            ["-m", "sh", "-c", """
                mount -t tmpfs -o size=2m,mode=700 small "$1" && cp -a "$2/." "$1" && dd if=/dev/zero of="$1/fill" bs=1k 2>/dev/null
                shift 2; exec "$@"
                """, "sh", _business["full"], _business["state"], Built.Holdfast, "alerts", "send", "--plan", _business["office/holdfast.yaml"], "--state", _business["full"]],
            Trusting);
        Assert.Contains("new, urgent: the state folder: ", sent.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be written", TextOf(_mail.Mails[^1]), StringComparison.Ordinal);
        Assert.DoesNotContain(_web.Got, g => g.Path == "/beat");
    }

    [Fact]
    public async Task The_service_tells_of_a_copy_that_failed_by_itself()
    {
        await _mail.StartAsync();
        _business.Replan("every: 30 minutes", "every: 20 seconds");
        await _business.ProtectAsync();
        using var schedule = new RunningProgram(Built.Holdfast, ["schedule", "run", .. _business.Here], Trusting);
        await schedule.SaysAsync("orders         -> vault");
        await schedule.UntilAsync(() => _web.Got.Any(g => g.Path == "/beat"), "a heartbeat");
        Directory.Move(_business["colo/vault"], _business["colo/away"]);
        await schedule.UntilAsync(() => _mail.Mails.Any(m => TextOf(m).Contains("the last attempt to protect it failed", StringComparison.Ordinal)), "mail");
        await schedule.SignalAsync("TERM");
        Assert.Equal(0, (await schedule.EndedAsync()).ExitCode);
    }

    /// <summary>As if so much time had passed that what waits is tried again.</summary>
    private void Due()
    {
        var state = JsonNode.Parse(_business.Read("state/alerts.json"))!;
        foreach (var (_, to) in state["outbox"]!.AsArray().SelectMany(w => w!["to"]!.AsObject()))
        {
            to!["next"] = DateTimeOffset.FromUnixTimeSeconds(0);
        }

        _business.Write("state/alerts.json", state.ToJsonString());
    }

    private Dictionary<string, string> Trusting => new() { ["SSL_CERT_FILE"] = _mail.Certificate };

    private Task<ProgramRun> SayAsync(params string[] words) => ProgramRun.OfAsync(Built.Holdfast, [.. words, .. _business.Here], Trusting);

    private async Task<ProgramRun> SendAsync()
    {
        var sent = await SayAsync("alerts", "send");
        Assert.True(sent.ExitCode == 0, sent.ToString());
        return sent;
    }

    private void NoSecretIsAnywhere()
    {
        foreach (var file in Directory.EnumerateFiles(_business["state"], "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-token", text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Password, _business.Read("command.log"), StringComparison.Ordinal);
    }

    /// <summary>Its body, which is coded for lines of any length.</summary>
    private static string TextOf(string mail)
    {
        var body = mail.ReplaceLineEndings("\n").Split("\n\n", 2)[1];
        return mail.Contains("base64", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(body)) : body.Replace("=\n", "", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _business.EndProcesses();
        _business.Dispose();
        _mail.Dispose();
        _web.Dispose();
    }
}
