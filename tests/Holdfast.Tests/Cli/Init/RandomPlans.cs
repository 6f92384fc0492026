using Holdfast.Agent.Discovery;
using Holdfast.Cli.Init.Drafts;
using Holdfast.Cli.Init.Questions;
using Holdfast.Cli.Init.Writing;

namespace Holdfast.Tests.Cli.Init;

/// <summary>Machines and answers as no person would think of them.</summary>
internal sealed class RandomPlans(Random seeded)
{
    private readonly Random _random = seeded;

    private static readonly string[] Odd =
        ["yes", "1e3", "a: b", "#x", "Müller & Söhne", "{folder}", "{{x", "..", "a\nb", "\uD83D\uDE00", "*", "'quoted'", "everyone", "recovery lead", "standby", "null", "two words", "-x", "[a]", "中文", "x]y\\", "\u202Eabc", "%20", "configuration"];

    private static readonly string[] Tops = ["/srv", "/opt", "/var/lib", "/home", "/", "/etc", "/usr", "/data"];

    public Task<PlanDraft> NextAsync()
    {
        var host = PlanNames.Allowed(Name()) is { Length: > 0 } name ? name : "this-machine";
        var found = Possible(Enumerable.Range(0, _random.Next(12)).Select(_ => Thing()));
        return DraftAsync(host, Inventory.Of(found, withConfiguration: Coin() || found.Length == 0));
    }

    /// <summary>Without what no file system can hold: one place is found once, and nothing lies in a database that is a file.</summary>
    private static Found[] Possible(IEnumerable<Found> found)
    {
        var apart = found.DistinctBy(f => DatabaseOf(f) ?? (object)f).ToArray();
        return [.. apart.Where(f => !PlacesOf(f).Any(place => apart.OfType<FoundSqlite>().Any(d => d != f && Paths.IsIn(place, d.File))))];
    }

    private static string? DatabaseOf(Found found) => found switch
    {
        FoundSqlite d => d.File,
        FoundPostgreSql c => c.Folder,
        FoundMariaDb m => m.Folder,
        _ => null,
    };

    private static IEnumerable<string> PlacesOf(Found found) => found switch
    {
        FoundSite s => [s.Folder],
        FoundShare s => [s.Folder],
        FoundUnit u => u.Folders,
        FoundContainer c => c.Mounts.Where(m => m.StartsWith('/')),
        _ => DatabaseOf(found) is { } database ? [database] : [],
    };

    private async Task<PlanDraft> DraftAsync(string host, Inventory inventory)
    {
        if (inventory.Systems.Count == 0) inventory = Inventory.Of([], withConfiguration: true);
        var root = Coin() ? "/" : "/mnt/disk";
        var answers = await new Interview(new RandomAsker(this), inventory.Systems, host, root).HoldAsync(CancellationToken.None);
        inventory = inventory.Without(answers.OwnPlaces(root));
        if (inventory.Systems.Count == 0) inventory = Inventory.Of([], withConfiguration: true);
        return new(
            host, root, inventory, answers, [Name(), "line\nbreak: x"], _ => Coin(), (_, _, most) => _random.Next(4) == 0 ? 0 : _random.Next(most), Coin(),
            new DateOnly(2026, 11, 22));
    }

    private Found Thing() => _random.Next(8) switch
    {
        0 => new FoundPostgreSql(Name(), Coin() ? "15" : "", Inside(), _random.Next(1, 65536), Coin() ? "postgres" : "anna b", Coin() ? "postgres" : Place(), Coin(), Coin() ? Place() : null, Coin() ? Name() : null),
        1 => new FoundMariaDb(Inside(), Coin()),
        2 => new FoundSqlite(Inside(), Coin() ? Name() : null),
        3 => new FoundUnit(Name() + ".service", _random.Next(4) > 0, Coin(), _random.Next(4) == 0, [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Place())], Coin() ? [] : ["postgresql.service", Name()]),
        4 => new FoundSite(Coin() ? "nginx" : "apache", Name(), Place()),
        5 => new FoundShare(Coin() ? "Samba" : "NFS", Name(), Place()),
        6 => new FoundContainer("docker", Name(), Name(), Coin() ? [] : [Name(), Place()]),
        _ => new FoundComposeFile(Inside()),
    };

    // Few different ones, so that things lie in each other.
    private string Place() => Path.GetFullPath($"{Tops[_random.Next(Tops.Length)]}/{string.Join('/', Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(3) == 0 ? Name().Replace('/', '_') : $"d{_random.Next(2)}"))}").TrimEnd('/') is { Length: > 0 } place ? place : "/";

    private string Inside() => $"{Place().TrimEnd('/')}/{Name().Replace('/', '_').Replace("..", "x", StringComparison.Ordinal)}";

    private string Name() => _random.Next(3) switch
    {
        0 => Odd[_random.Next(Odd.Length)],
        1 => $"n{_random.Next(5)}",
        _ => new string([.. Enumerable.Range(0, _random.Next(1, 70)).Select(_ => (char)_random.Next(0x20, _random.Next(2) == 0 ? 0x7F : 0xD7FF))]),
    };

    private bool Coin() => _random.Next(2) == 0;

    /// <summary>Says anything; what the question complains of is said again in another way, and at last nothing is said.</summary>
    private sealed class RandomAsker(RandomPlans plans) : Asker
    {
        public override Task<string> AskAsync(Question question, CancellationToken cancellationToken)
        {
            for (var attempt = 0; attempt < 4; attempt++)
            {
                var answer = Answer(question).Trim();
                if (question.Complaint(answer) is null) return Task.FromResult(answer);
            }

            // What even the default does not go with is asked of a person until it does.
            return Task.FromResult(question.Complaint(question.Default) is null ? question.Default : $"/elsewhere/{plans._random.Next()}");
        }

        private string Answer(Question question) => plans._random.Next(6) switch
        {
            0 => question.Default,
            1 => plans.Name(),
            2 => plans.Place(),
            3 => plans.Coin() ? "no" : "1, 2",
            4 => plans.Coin() ? "offline" : "immutable 30 days",
            _ => plans._random.Next(4) switch { 0 => "sftp:backup@x.example:/d", 1 => "rest:https://x.example/", 2 => "+1 555 0100", _ => "a@b.example" },
        };
    }
}
