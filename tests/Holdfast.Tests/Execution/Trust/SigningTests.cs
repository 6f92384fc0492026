using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Trust;

/// <summary>Keys as files, what they sign, and what another machine makes of it out of a repository.</summary>
public sealed class SigningTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private Repository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _repository = await Repository.InitAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);

    [Fact]
    public void A_key_is_readable_by_its_owner_only_and_one_that_others_can_read_is_refused()
    {
        using var made = SigningKey.Make(_scratch["keys/signing.pem"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made.File));
        Assert.Throws<TrustException>(() => SigningKey.Make(made.File));
        File.SetUnixFileMode(made.File, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<TrustException>(() => SigningKey.Read(made.File));
        File.SetUnixFileMode(made.File, UnixFileMode.UserRead);
        using var read = SigningKey.Read(made.File);
        Assert.Equal(made.Fingerprint, read.Fingerprint);
        Assert.Throws<TrustException>(() => SigningKey.Read(_scratch.Write("keys/other.pem", "no key")));
    }

    [Fact]
    public void A_plan_is_signed_once_and_a_changed_one_under_a_higher_number()
    {
        var (memory, key) = New("office");
        using var closing = key;
        var signing = new Signing(memory, key, TimeProvider.System);
        var authority = signing.Begin("Business", []);
        Assert.True(signing.Plan(authority, Plan("one")));
        Assert.False(signing.Plan(authority, Plan("one")));
        var first = authority.Plan!;
        Assert.True(signing.Plan(authority, Plan("two")));
        Assert.True(authority.Plan!.Seq > first.Seq);
        Assert.Equal(authority.Plan, memory.Read()!.Plan);
    }

    [Fact]
    public async Task Another_machine_that_knows_the_fingerprint_has_it_all_out_of_the_repository()
    {
        var (memory, key) = New("office");
        using var closing = key;
        var signing = new Signing(memory, key, TimeProvider.System);
        var authority = signing.Begin("Business", []);
        signing.Plan(authority, Plan("one"));
        signing.Machine(authority, new Machine("office", new('b', 64), ["office-server"]));
        await KeptTrust.KeepAsync(_repository, authority, Stop);
        await PlantAsync("garbage\n" + authority.Statements[1].Line.Replace("office", "0ffice", StringComparison.Ordinal) + "\n");

        var blank = new Authority(key.Fingerprint);
        blank.Take(await KeptTrust.ReadAsync(_repository, Stop));
        Assert.Equal(authority.Statements.Select(s => s.Line), blank.Statements.Select(s => s.Line));

        // Kept once: a repository does not grow by what it has.
        var before = (await _repository.ReadableSnapshotsAsync(Stop)).Count;
        await KeptTrust.KeepAsync(_repository, authority, Stop);
        await KeptTrust.KeepAsync(_repository, authority, Stop);
        Assert.Equal(before + 1, (await _repository.ReadableSnapshotsAsync(Stop)).Count); // The planted one is the newest, and has not all of it.
    }

    [Fact]
    public void What_a_machine_knew_is_not_forgotten_when_a_repository_is_set_back()
    {
        var (memory, key) = New("office");
        using var closing = key;
        var signing = new Signing(memory, key, TimeProvider.System);
        var authority = signing.Begin("Business", []);
        signing.Plan(authority, Plan("one"));
        var then = authority.Statements.ToArray();
        signing.Plan(authority, Plan("two"));

        var again = memory.Read()!;
        memory.Take(again, then);
        Assert.Equal(Plan("two").Hash, memory.Read()!.Plan!.Hash);
    }

    [Fact]
    public void A_rotated_key_signs_what_the_old_one_signed_and_the_old_one_nothing_more()
    {
        var (memory, key) = New("office");
        using var closing = key;
        var signing = new Signing(memory, key, TimeProvider.System);
        var authority = signing.Begin("Business", []);
        signing.Plan(authority, Plan("one"));
        signing.Machine(authority, new Machine("office", new('b', 64), ["office-server"]));
        using var next = SigningKey.Make(_scratch["stick/signing.pem"]);
        signing.Rotate(authority, next);

        Assert.Throws<TrustException>(() => signing.Plan(memory.Read()!, Plan("two")));
        var newKit = new Authority(next.Fingerprint);
        newKit.Take(authority.Statements);
        Assert.Equal((Plan("one").Hash, "office"), (newKit.Plan!.Hash, Assert.Single(newKit.Machines).Name));
        Assert.Equal(next.File, memory.KeyPlace);
        using var found = SigningKey.Find(memory, null);
        Assert.Equal(next.Fingerprint, found!.Fingerprint);
    }

    [Fact]
    public void A_lost_key_is_replaced_by_a_persons_word_and_the_old_statements_stay_beside()
    {
        var (memory, key) = New("office");
        using var closing = key;
        new Signing(memory, key, TimeProvider.System).Begin("Business", []);
        using var next = SigningKey.Make(_scratch["stick/signing.pem"]);
        memory.Anchor(next.Fingerprint);
        Assert.False(memory.Read()!.HasBegun);
        Assert.NotEmpty(File.ReadAllText(_scratch[$"office/trust/{key.Fingerprint}.jsonl"]));
        Assert.True(new Signing(memory, next, TimeProvider.System).Begin("Business", []).HasBegun);
    }

    [Fact]
    public async Task A_flood_of_planted_statements_hides_none_that_is_genuine()
    {
        var (memory, key) = New("office");
        using var closing = key;
        var signing = new Signing(memory, key, TimeProvider.System);
        var authority = signing.Begin("Business", []);
        await KeptTrust.KeepAsync(_repository, authority, Stop);
        using var thief = SigningKey.Make(_scratch["thief.pem"]);
        var flood = string.Concat(Enumerable.Range(1, 200).Select(i => thief.Sign(new PlanSigned(i, DateTimeOffset.UnixEpoch, "Business", new('d', 64), "/evil")).Line + "\n"));
        await PlantAsync(flood);
        signing.Plan(authority, Plan("one"));
        await KeptTrust.KeepAsync(_repository, authority, Stop);

        var blank = new Authority(key.Fingerprint);
        blank.Take(await KeptTrust.ReadAsync(_repository, Stop));
        Assert.Equal(Plan("one").Hash, blank.Plan!.Hash);
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return _repository.DisposeAsync();
    }

    private (TrustMemory Memory, SigningKey Key) New(string state) => (new(new FileRunStore(_scratch[state])), SigningKey.Make(_scratch[$"{state}/keys/signing.pem"]));

    private static PlanInForce Plan(string version) => PlanInForce.Of(Encoding.UTF8.GetBytes($"{ExamplePlans.HarborDental}\n# version {version}\n"), "/srv/holdfast.yaml", "here");

    private Task<BackupReport> PlantAsync(string text) => _repository.BackupAsync(
        new BackupRequest([new ContentTarget(Encoding.UTF8.GetBytes(text), "/statements.jsonl")], "holdfast", ["holdfast:trust"], [], null, ["/statements.jsonl"]), null, Stop);
}
