using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Restic;

/// <summary>
/// Everyday command lines, given to restic and to <c>holdfast repo</c> on the same repository. What restic's JSON says ours says too, field by
/// field (newer restics, whose dialect ours is, say more than the one that tests can have); exit codes are equal.
/// </summary>
public sealed class DialectTests(DialectTests.Place place) : IClassFixture<DialectTests.Place>
{
    [Theory]
    [InlineData("snapshots --json")]
    [InlineData("snapshots --json --tag t1,t2")]
    [InlineData("snapshots --json --tag nobody's")]
    [InlineData("snapshots --json --host=elsewhere")]
    [InlineData("snapshots --json --latest 1")]
    [InlineData("snapshots --json -g host,tags")]
    [InlineData("snapshots --json -c {first}")]
    [InlineData("-q snapshots --json {first} {second}")]
    [InlineData("ls --json {second}")]
    [InlineData("ls --json {second} /d")]
    [InlineData("ls --json {second} /d --recursive")]
    [InlineData("ls --json --tag t1 latest /")]
    [InlineData("ls --json latest /nowhere")]
    [InlineData("find --json -s {second} a")]
    [InlineData("find --json -s {second} link* d")]
    [InlineData("find --json -s {second} -i A")]
    [InlineData("find --json -s {second} nothing")]
    [InlineData("find --json -s {second} --oldest 2001-01-01 --newest 2001-02-01 old")]
    [InlineData("diff --json {first} {second}")]
    [InlineData("diff --json --metadata {first} {second}")]
    [InlineData("diff --json {second} {first}")]
    [InlineData("stats --json")]
    [InlineData("stats --json latest")]
    [InlineData("stats --json --mode files-by-contents")]
    [InlineData("stats --json --mode=blobs-per-file {first}")]
    [InlineData("stats --json --mode raw-data")]
    [InlineData("cat config")]
    [InlineData("cat masterkey")]
    [InlineData("cat snapshot {first}")]
    [InlineData("cat blob {blob}")]
    [InlineData("cat blob {tree}")]
    [InlineData("list snapshots")]
    [InlineData("list packs")]
    [InlineData("list blobs")]
    [InlineData("list index")]
    [InlineData("list keys")]
    [InlineData("dump latest /a")]
    [InlineData("nonsense")]
    [InlineData("snapshots --nonsense")]
    [InlineData("ls")]
    [InlineData("ls latest relative")]
    [InlineData("find")]
    [InlineData("find --tree --blob 00")]
    [InlineData("find --oldest yesterday a")]
    [InlineData("diff {first}")]
    [InlineData("stats --mode nonsense")]
    [InlineData("cat")]
    [InlineData("cat blob")]
    [InlineData("cat nonsense 00")]
    [InlineData("list nonsense")]
    [InlineData("--insecure-nonsense snapshots")]
    public void Restic_and_we_give_the_same_answer(string line)
    {
        string[] words = [.. line.Split(' ').Select(place.Meant)];
        var (theirCode, theirs, _) = Shell.TryRun("restic", ["--no-cache", .. words], place.Environment);
        var (ourCode, ours, errors) = Shell.TryRun(Built.Holdfast, ["repo", .. words], place.Environment);
        Assert.True(theirCode == ourCode, $"restic ended with {theirCode}, we with {ourCode}: {errors}");
        if (theirCode != 0)
        {
            Assert.Equal("", ours);
        }
        else if (words[0] == "list")
        {
            Assert.Equal(theirs.Split('\n').Order(StringComparer.Ordinal), ours.Split('\n').Order(StringComparer.Ordinal));
        }
        else if (Documents(theirs) is { } documents)
        {
            var answers = Documents(ours)!;
            Assert.True(documents.Count == answers.Count, $"restic: {theirs}\nwe: {ours}");
            Assert.All(documents.Zip(answers), pair => AssertSays(pair.First, pair.Second, ""));
        }
        else
        {
            Assert.Equal(theirs, ours);
        }
    }

    // One document, or one a line.
    private static List<JsonElement>? Documents(string text)
    {
        try
        {
            return [JsonDocument.Parse(text).RootElement];
        }
        catch (JsonException)
        {
            try
            {
                return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    private static void AssertSays(JsonElement theirs, JsonElement ours, string where)
    {
        Assert.True(theirs.ValueKind == ours.ValueKind, $"{where}: {theirs} is no {ours}");
        if (theirs.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in theirs.EnumerateObject())
            {
                // What is zero newer restics leave out.
                var isSaid = ours.TryGetProperty(member.Name, out var answer);
                Assert.True(isSaid || member.Value.ToString() == "0", $"{where}: we do not say {member.Name}: {ours}");
                if (isSaid)
                {
                    AssertSays(member.Value, answer, $"{where}/{member.Name}");
                }
            }
        }
        else if (theirs.ValueKind == JsonValueKind.Array)
        {
            Assert.True(theirs.GetArrayLength() == ours.GetArrayLength(), $"{where}: {theirs} and {ours}");
            Assert.All(InOrder(theirs).Zip(InOrder(ours)), p => AssertSays(p.First, p.Second, where));
        }
        else
        {
            Assert.True(theirs.ToString() == ours.ToString(), $"{where}: restic says {theirs}, we say {ours}");
        }
    }

    // Groups of snapshots come in any order from restic.
    private static IEnumerable<JsonElement> InOrder(JsonElement array) => array.EnumerateArray()
        .OrderBy(e => e.ValueKind == JsonValueKind.Object && e.TryGetProperty("group_key", out var key) ? key.ToString() : "", StringComparer.Ordinal);

    /// <summary>A repository that restic made, with two snapshots. Only looked at.</summary>
    public sealed class Place : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Dictionary<string, string> _words;

        public Place()
        {
            Environment = new() { ["RESTIC_REPOSITORY"] = _folder["repository"], ["RESTIC_PASSWORD"] = "secret" };
            var restic = new ResticProgram(_folder["repository"], "secret");
            restic.Run("init");
            Directory.CreateDirectory(_folder["source/d/e"]);
            File.WriteAllText(_folder["source/a"], "one");
            File.WriteAllText(_folder["source/d/b"], "two");
            File.WriteAllText(_folder["source/d/e/c"], "three <&> \u2028");
            File.WriteAllText(_folder["source/old"], "old");
            File.SetLastWriteTimeUtc(_folder["source/old"], new(2001, 1, 15, 0, 0, 0, DateTimeKind.Utc));
            restic.RunIn(_folder["source"], "backup", ".");
            File.WriteAllText(_folder["source/a"], "one more");
            File.Delete(_folder["source/d/b"]);
            File.CreateSymbolicLink(_folder["source/link"], "nowhere");
            File.WriteAllText(_folder["source/d/ü"], "new");
            File.SetUnixFileMode(_folder["source/d/e/c"], UnixFileMode.UserRead);
            restic.RunIn(_folder["source"], "backup", ".", "--tag", "t1,t2");
            var snapshots = JsonDocument.Parse(restic.Run("snapshots", "--json")).RootElement;
            _words = new()
            {
                ["{first}"] = snapshots[0].GetProperty("id").GetString()!,
                ["{second}"] = snapshots[1].GetProperty("id").GetString()!,
                ["{tree}"] = snapshots[1].GetProperty("tree").GetString()!,
                ["{blob}"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("one"u8)),
            };
        }

        internal Dictionary<string, string> Environment { get; }

        internal string Meant(string word) => _words.GetValueOrDefault(word, word);

        public void Dispose() => _folder.Dispose();
    }
}
