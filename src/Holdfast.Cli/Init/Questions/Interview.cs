using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Cli.Init.Drafts;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Init.Questions;

/// <summary>The questions, in the order in which they are asked. Each answer is fit for a plan, and for the answers before it.</summary>
/// <param name="host">What this machine is called in the plan.</param>
/// <param name="root">Where its files begin.</param>
internal sealed partial class Interview(Asker asker, IReadOnlyList<SystemDraft> systems, string host, string root)
{
    private const string NotYet = "not yet";

    public async Task<Answers> HoldAsync(CancellationToken stop)
    {
        var organization = await AskAsync("organization", "What is the organization called", "Our business", PlanWords.OfOrganization, stop);
        var responsible = await ContactAsync("responsible", "Who is responsible for getting it back (a name; Enter: leave it open)", stop);
        var standIn = responsible is null ? null : await ContactAsync("stand-in", $"Who stands in for {responsible.Name} (Enter: leave it open)", stop);
        var used = await UsedAsync(stop);

        var state = StatePlaces.DefaultFor(organization);
        var data = Environment.IsPrivilegedProcess ? "/srv/holdfast" : state;
        var taken = new List<(string Folder, string What)>();
        var here = await PlaceAsync("copies here", "Where do copies near by go (a folder, sftp:... or rest:...)", Path.Combine(data, "copies"), null, taken, stop);
        taken.Add((here, "the copies near by"));
        var elsewhere = await PlaceAsync("copies elsewhere",
            "Where do copies in another building go (a folder where its storage is mounted, sftp:... or rest:...)", NotYet, NotYet, taken, stop);
        taken.Add((elsewhere, "the copies elsewhere"));
        var keeps = elsewhere == NotYet ? "changeable" : await AskAsync(
            "copies elsewhere are", "Can what is written there be changed afterwards: changeable, offline (unplugged between copies), or immutable "
                + "for a time (immutable 30 days)",
            "changeable", a => Kept().IsMatch(a) ? null : "write changeable, offline, or immutable and a time such as  immutable 30 days", stop);
        var keys = await FolderAsync("keys in", "Where are the keys of the copies kept (a folder outside of git)", Path.Combine(state, "keys"), taken, stop);
        taken.Add((keys, "the keys"));
        var makeKeys = await YesAsync("make keys", "Make the keys that are not there yet", stop);

        var standby = Enumerable.Range(2, int.MaxValue - 2).Select(n => $"standby-{n}").Prepend("standby").First(name => OfRecoveryHost(name, responsible, standIn) is null);
        var recoverOn = await AskAsync("recover on", "What is the machine called to recover on (it need not exist yet)", standby, name => OfRecoveryHost(name, responsible, standIn), stop);
        var recoverElsewhere = await YesAsync("recover elsewhere", $"Does {recoverOn} stand in another building than this machine", stop);
        var drills = await AskAsync(
            "drills in", "In which folder may a drill restore, to be cleared afterwards", Path.Combine(data, "drill"), a => OfDrills(a, taken), stop);
        return new(
            organization, responsible, standIn, used, here, elsewhere == NotYet ? null : elsewhere,
            keeps.Split(' ')[0] switch { "offline" => Keeping.Offline, "immutable" => Keeping.Immutable, _ => Keeping.Changeable },
            keeps.StartsWith("immutable", StringComparison.Ordinal) ? keeps["immutable".Length..].Trim() : null,
            recoverOn, recoverElsewhere, keys, makeKeys, drills);
    }

    private async Task<Contact?> ContactAsync(string id, string words, CancellationToken stop)
    {
        var name = await AskAsync(id, words, "", a => a.Any(char.IsControl) ? "write a name" : null, stop);
        if (name.Length == 0)
        {
            return null;
        }

        var phone = await AskAsync($"{id} phone", $"  Phone of {name}, one that works when the building is gone (Enter: none)",
            "", a => a.Length == 0 ? null : PlanWords.OfContact("phone", a), stop);
        var email = await AskAsync($"{id} email", $"  Mail address of {name} (Enter: none)", "", a => a.Length == 0 ? null : PlanWords.OfContact("email", a), stop);
        return new(name, phone.Length == 0 ? null : phone, email.Length == 0 ? null : email);
    }

    /// <summary>Four questions instead of one for each system; what is named in none is used every day.</summary>
    private async Task<Dictionary<string, Rhythm>> UsedAsync(CancellationToken stop)
    {
        var used = new Dictionary<string, Rhythm>();
        foreach (var rhythm in Enum.GetValues<Rhythm>())
        {
            var word = rhythm.ToString().ToLowerInvariant();
            var answer = await AskAsync($"every {word}",
                $"Which of these are used every {word} (numbers or names, with commas{(rhythm == Rhythm.Day ? "; Enter: all that nobody names" : "; Enter: none")})", "",
                a => Named(a).FirstOrDefault(n => n.System is null) is { Said: { } unknown } ? $"there is no \"{unknown}\"; {Choices}" : null, stop);
            foreach (var (_, system) in Named(answer))
            {
                used.TryAdd(system!, rhythm);
            }
        }

        return used;
    }

    private string Choices => $"there are {string.Join(", ", systems.Select((s, i) => $"{i + 1} {s.Name}"))}";

    private IEnumerable<(string Said, string? System)> Named(string answer) =>
        answer.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(said => (said, systems.FirstOrDefault(s => s.Name == said)?.Name
            ?? (int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= systems.Count ? systems[n - 1].Name : null)));

    private Task<string> PlaceAsync(string id, string words, string otherwise, string? besides, List<(string Folder, string What)> taken, CancellationToken stop) =>
        AskAsync(id, words, otherwise, a => a == besides ? null : PlanWords.OfRepository(a) ?? (IsRemote(a) ? null : OfFolder(a, taken)), stop);

    private Task<string> FolderAsync(string id, string words, string otherwise, List<(string Folder, string What)> taken, CancellationToken stop) =>
        AskAsync(id, words, otherwise, a => OfFolder(a, taken), stop);

    private string? OfDrills(string folder, List<(string Folder, string What)> taken) => folder == root
        ? "that is where the real data lies; write another folder"
        : OfFolder(folder, taken) ?? OfFolder(Answers.DrilledConfigurationBeside(folder), taken) ?? OfFolder(Answers.RecoveredConfigurationBeside(folder), taken);

    // A drill clears its folder, and a key beside its copies is lost with them: none of these may lie in another.
    private static string? OfFolder(string folder, List<(string Folder, string What)> taken) =>
        !folder.StartsWith('/') || folder.Any(c => char.IsControl(c) || c is '{' or '}' or '\uFFFD') || Path.GetFullPath(folder) != folder || folder == "/"
            ? "write a whole path, such as /srv/backup, without braces or \"..\" in it and no \"/\" at its end"
            : taken.Where(t => Paths.IsIn(folder, t.Folder) || Paths.IsIn(t.Folder, folder)).Select(t => $"{t.Folder} is already for {t.What}; write "
                + "a folder apart from it").FirstOrDefault();

    private static bool IsRemote(string at) => RepositoryKind.Of(at) is not null;

    private string? OfRecoveryHost(string name, params Contact?[] people) => people.FirstOrDefault(p => IsNameOf(p, name)) is { } person
        ? $"that is what {person.Name} is called; write the name of the machine"
        : name.Equals(host, StringComparison.OrdinalIgnoreCase)
        ? "that is this machine, which is lost then; name another one" : name.Length > 40 ? "write a shorter name" : PlanWords.OfName(name);

    /// <summary>The whole name or a part of it: whoever answers one question too few or too many gives every later one the answer of another.</summary>
    private static bool IsNameOf(Contact? person, string name) => person is not null
        && person.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(person.Name).Contains(name, StringComparer.OrdinalIgnoreCase);

    private async Task<bool> YesAsync(string id, string words, CancellationToken stop) =>
        await AskAsync(id, words + " (yes or no)",
            "yes", a => a is "yes" or "no" or "y" or "n" or "true" or "false" ? null : "write yes or no", stop) is "yes" or "y" or "true";

    private Task<string> AskAsync(string id, string words, string otherwise, Func<string, string?> complaint, CancellationToken stop) =>
        asker.AskAsync(new(id, words, otherwise, complaint), stop);

    [GeneratedRegex("^(changeable|offline|immutable [1-9][0-9]{0,3} (days|weeks|months|years))$")]
    private static partial Regex Kept();
}
