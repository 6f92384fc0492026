using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class ValueTests
{
    [Theory]
    [InlineData("90 seconds", 90)]
    [InlineData("1 second", 1)]
    [InlineData("15 minutes", 900)]
    [InlineData("10 min", 600)]
    [InlineData("1 hour", 3600)]
    [InlineData("1 h", 3600)]
    [InlineData("1.5 hours", 5400)]
    [InlineData("3 days", 259200)]
    [InlineData("2 weeks", 1209600)]
    [InlineData("90s", 90)]
    [InlineData("\" 2 Hours \"", 7200)]
    public void A_duration_is_written_as_people_say_it(string text, int seconds) =>
        Assert.Equal(seconds, Change.IsAccepted("rto: 3 days", $"rto: {text}").Processes[1].Rto!.Value.TotalSeconds);

    [Theory]
    [InlineData("90", "has no unit: \"90\"")]
    [InlineData("1.5", "has no unit")]
    [InlineData("soon", "is not a length of time: \"soon\"")]
    [InlineData("1,5 hours", "is not a length of time")]
    [InlineData("an hour", "is not a length of time")]
    [InlineData("1 hour 30 minutes", "is not a length of time")]
    [InlineData("100 Mbit/s", "has a unit that is no length of time: \"Mbit/s\"")]
    [InlineData("3 months", "has a unit that is no length of time: \"months\"")]
    [InlineData("-5 minutes", "must be longer than zero")]
    [InlineData("0 minutes", "must be longer than zero")]
    [InlineData("0.00000001 seconds", "must be longer than zero")]
    [InlineData("6000 weeks", "is longer than a century")]
    [InlineData("99999999999999999999999999999999999999 days", "is longer than a century")]
    public void A_duration_that_is_none_is_refused_with_the_units(string text, string words)
    {
        var problem = Change.IsRefused("rto: 5 minutes", $"rto: §{text}", "bad-duration", $"\"rto\" of system \"records\" {words}");
        Assert.Contains("seconds, minutes, hours, days or weeks", problem.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("declaration: 5 seconds", "declaration: §0 seconds")]
    [InlineData("rpo: 1 minute", "rpo: §-1 minute")]
    [InlineData("every: 5 seconds", "every: §0 seconds")]
    [InlineData("timeout: 2 hours", "timeout: §0 hours")]
    [InlineData("mtpd: 8 hours", "mtpd: §-8 hours")]
    public void No_duration_of_a_plan_can_be_nothing_or_less(string from, string to) =>
        Change.IsRefused(from, to, "bad-duration", "must be longer than zero");

    [Theory]
    [InlineData("1200 an hour", 1200)]
    [InlineData("1200 per hour", 1200)]
    [InlineData("20 a minute", 1200)]
    [InlineData("480 a day", 20)]
    [InlineData("0 an hour", 0)]
    [InlineData("0.5 a second", 1800)]
    public void A_cost_is_written_as_people_say_it(string text, int perHour) =>
        Assert.Equal(perHour, Change.IsAccepted("costs: 1200 an hour", $"costs: {text}").Processes[0].CostOf(TimeSpan.FromHours(1)));

    [Theory]
    [InlineData("1200", "is not an amount over time")]
    [InlineData("$1200 an hour", "is not an amount over time")]
    [InlineData("1200 an hours an hour", "is not an amount over time")]
    [InlineData("1200 a customer", "is not an amount over time")]
    [InlineData("-1 an hour", "can't be less than nothing")]
    [InlineData("9999999999999 an hour", "is larger than any business")]
    public void A_cost_that_is_none_is_refused_with_an_example(string text, string words) =>
        Assert.Contains("1200 an hour", Change.IsRefused("costs: 1200 an hour", $"costs: §{text}", "bad-money", words).Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("booking: 18480", "booking: §0")]
    [InlineData("booking: 18480", "booking: §65536")]
    [InlineData("booking: 18480", "booking: §http")]
    [InlineData("expect: 201", "expect: §20")]
    [InlineData("at least: 2000", "at least: §0")]
    [InlineData("at least: 2000", "at least: §99999999999")]
    [InlineData("port: \"{port database}\"", "port: §0")]
    [InlineData("port: \"{port database}\"", "port: §\"1{port database}\"")]
    public void A_number_out_of_range_is_refused(string from, string to) => Change.IsRefused(from, to, "bad-number", "must be a");

    [Theory]
    [InlineData("booking: 18480", "booking: 65535")]
    [InlineData("at least: 2000", "at least: 1")]
    [InlineData("port: \"{port database}\"", "port: 5432")]
    public void A_number_in_range_is_taken(string from, string to) => Change.IsAccepted(from, to);

    [Theory]
    [InlineData("method: POST", "method: §Post", "did you mean \"POST\"?")]
    [InlineData("method: POST", "method: §DELETE", "write one of these.")]
    [InlineData("repeatable: true", "repeatable: §yes", "write one of these.")]
    public void A_word_that_is_no_choice_is_refused_with_the_choices(string from, string to, string hint) =>
        Assert.Equal(hint, Change.IsRefused(from, to, "bad-choice", " or ").Hint);

    [Theory]
    [InlineData("dollars")]
    [InlineData("usd")]
    [InlineData("$")]
    public void A_currency_is_its_code(string text) => Change.IsRefused("currency: USD", $"currency: §{text}", "bad-currency", text);

    [Theory]
    [InlineData("\"http://127.0.0.1:{port booking}/book\"", "§\"127.0.0.1:{port booking}/book\"")]
    [InlineData("\"http://127.0.0.1:{port booking}/book\"", "§\"ftp://127.0.0.1/book\"")]
    [InlineData("\"http://127.0.0.1:{port booking}/book\"", "§\"http://\"")]
    public void An_address_that_can_not_be_asked_is_refused(string from, string to) => Change.IsRefused(from, to, "bad-url", "is not the address");

    [Fact]
    public void An_address_with_a_certificate_is_fine() =>
        Change.IsAccepted("\"http://127.0.0.1:{port booking}/book\"", "\"https://booking.example/{plan}\"");

    [Theory]
    [InlineData("organization: Harbor Dental", "organization: §\"Harbor/Dental\"", "\"/\"")]
    [InlineData("organization: Harbor Dental", "organization: §\"Harbor, Dental\"", "\",\"")]
    [InlineData("  nas: { at", "  §\"nas:1\": { at: nas, site: office, key: env:NAS }\n  nas: { at", "\":\"")]
    [InlineData("  send invoices:", "  §.invoices:", "begins with a dot")]
    [InlineData("  send invoices:", "  §-invoices:", "a dash")]
    [InlineData("  send invoices:", "  §\" invoices\":", "begins with a dot or a dash, or begins or ends with a space")]
    [InlineData("  send invoices:", "  §\"\":", "is empty")]
    [InlineData("  send invoices:", "  §a23456789012345678901234567890123456789012345678901234567890abcde:", "is 65 characters long")]
    [InlineData("  power cut:", "  §power=cut:", "\"=\"")]
    [InlineData("name: booking, command", "name: §\"book/ing\", command", "\"/\"")]
    [InlineData("environment: { DATA:", "environment: { §\"A=B\":", "holds \"=\"")]
    public void A_name_that_can_be_no_folder_or_tag_is_refused(string from, string to, string words) =>
        Change.IsRefused(from, to, "bad-name", words);

    [Theory]
    [InlineData("organization: Zahnärzte am Hafen 3.0_b-c")]
    [InlineData("organization: a2345678901234567890123456789012345678901234567890123456789012_4")]
    public void A_name_of_letters_of_any_language_is_fine(string to) => Change.IsAccepted("organization: Harbor Dental", to);

    [Theory]
    [InlineData("b2:bucket")]
    [InlineData("s3:https://storage/bucket")]
    public void A_repository_that_is_not_reached_yet_is_not_taken_for_a_folder_of_that_name(string at) =>
        Change.IsRefused("vault: { at: ../colo/vault,", $"vault: {{ at: §\"{at}\",", "not-a-folder", "does not reach");

    [Fact]
    public void A_folder_with_a_colon_in_its_name_is_a_folder() => Change.IsAccepted("at: ../colo/vault", "at: \"../colo/vault:2\"");

    [Theory]
    [InlineData("hunter2-secret")]
    [InlineData("\"password:hunter2-secret\"")]
    [InlineData("\"env:hunter2-secret\"")]
    [InlineData("\"file:\"")]
    [InlineData("\"command: \"")]
    [InlineData("\" file:hunter2-secret\"")]
    public void A_key_that_may_be_the_secret_itself_is_never_shown(string text)
    {
        var key = Change.IsRefused("key: env:VAULT_KEY", $"key: §{text}", "bad-key-reference", "where the secret is found");
        var password = Change.IsRefused("password: \"file:../kit/database.password\"", $"password: §{text}", "bad-key-reference", "\"password\" of");
        Assert.DoesNotContain("hunter2", key.ToString() + password, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key: env:VAULT_KEY", "key: env:A,§hunter2", "unknown-key")]
    [InlineData("password: \"file:../kit/database.password\"", "password: file:a,§hunter2", "unknown-key")]
    [InlineData("DATA: \"{folder}/data\"", "DATA: a,§hunter2", "no-value")]
    public void The_rest_of_a_secret_with_a_comma_in_it_is_never_shown_either(string from, string to, string id) =>
        Assert.DoesNotContain("hunter2", Change.IsRefused(from, to, id, "").ToString(), StringComparison.Ordinal);

    [Fact]
    public void Nor_is_one_that_repeats_itself()
    {
        var text = ExamplePlans.HarborDental.Replace("key: env:VAULT_KEY", "key: env:A,hunter2,hunter2", StringComparison.Ordinal);
        var problems = PlanReader.Read(text, Change.File).Problems;
        Assert.Equal(["unknown-key", "duplicate-key"], problems.Select(p => p.Id));
        Assert.DoesNotContain("hunter2", string.Concat(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[hunter2]", "wrong-type")]
    [InlineData("{ hunter2: hunter2 }", "wrong-type")]
    public void A_key_of_the_wrong_kind_is_never_shown_either(string text, string id) =>
        Assert.DoesNotContain("hunter2", Change.IsRefused("key: env:VAULT_KEY", $"key: §{text}", id, "must be text").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("*hunter2", "alias")]
    [InlineData("&hunter2 env:A", "alias")]
    [InlineData("!hunter2 env:A", "tag")]
    public void A_key_that_looks_like_decoration_is_never_shown_either(string text, string id) =>
        Assert.DoesNotContain("hunter2", Change.IsRefused("key: env:VAULT_KEY", $"key: §{text}", id, "at the start").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("env:KEY_2")]
    [InlineData("\"file:/root/my key\"")]
    [InlineData("\"command:pass show vault\"")]
    public void A_key_says_where_the_secret_is(string text) =>
        Assert.Equal(text.Trim('"'), Change.IsAccepted("key: env:VAULT_KEY", $"key: {text}").RepositoryNamed("vault").Key.ToString());
}
