using System.Collections.Immutable;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>One scenario.</summary>
public sealed class ScenarioPages(Kit kit, Loss loss)
{
    private readonly string _name = loss.Scenario.Name;

    public IEnumerable<XElement?> Parts() =>
    [
        Html.Element("h3", $"Scenario: {_name}"),
        Html.Facts(
            ("What is lost together", Said.All(loss.Scenario.Loses.Select(d => d.ToString()).Concat(loss.Scenario.Things.Select(t => t.ToString())))),
            ("Places lost", Said.All(loss.Sites.Select(s => s.Name))),
            ("Machines lost", Said.All(loss.Hosts.Select(h => h.Name))),
            ("Copies lost", Said.All(kit.Plan.Repositories.Except(loss.Repositories).Select(r => r.Name))),
            ("People not there", Said.All(loss.People.Select(p => p.FullName))),
            ("Services of others lost", Said.All(loss.Services.Select(s => s.Name))),
            ("Lines lost", Said.All(loss.Links.Select(l => l.Name))),
            ("Systems that stop", Said.All(loss.Systems.Select(s => s.Name)) ?? "none"),
            ("Copies that are left", Said.All(loss.Repositories.Select(r => r.Name)) ?? (object)Html.Strong("NONE")),
            ("Comes back by itself", loss.Scenario.Lasts is { } lasts ? $"after {Said.Of(lasts)}" : "nobody said so: plan as if never")),
        .. Unrecoverable(),
        .. Commands(),
        .. Order(),
    ];

    private IEnumerable<XElement> Unrecoverable() => loss.Unrecoverable.IsEmpty ? [] :
    [
        Html.Element("h4", "What does not come back"),
        Html.P("This plan cannot bring these back. Say so when you tell the others; find another way, or do without."),
        Html.Table(
            "plain",
            ["System", "Why", "Holds back"],
            loss.Unrecoverable.Select(lost => (IReadOnlyList<object?>)
            [
                Html.Strong(lost.Key), lost.Value, Said.All(kit.Plan.Processes.Where(p => p.Needs.Contains(lost.Key)).Select(p => p.Name)) ?? "no process",
            ])),
    ];

    private IEnumerable<XElement?> Commands()
    {
        // First the one that brings the most back, and of those one that need not be fetched.
        var survivors = loss.Repositories
            .OrderByDescending(r => loss.Recoverable.Count(s => s.Protection?.To.Contains(r.Name) == true))
            .ThenBy(r => r.Offline)
            .Select(r => new RepositoryAccess(kit, r))
            .ToArray();
        yield return Html.Element("h4", "The commands");
        if (survivors.Length == 0 || !loss.Recoverable.Any())
        {
            yield return Html.P(survivors.Length == 0 ? "No copy survives this scenario, so there is nothing to recover from." : "Nothing stops in this scenario that this plan could bring back.");
            yield break;
        }

        foreach (var (i, access) in survivors.Index())
        {
            yield return Html.Element("h5", i == 0 ? $"From the repository {access.Repository.Name}" : $"Only if that cannot be reached: from the repository {access.Repository.Name}");
            yield return OtherKeys(access, survivors);
            yield return Html.Command(
            [
                .. access.KnowHost,
                access.TypeKey,
                $"holdfast predict {access.Options} --scenario {ShellText.Of(_name)}",
                $"holdfast failover {access.Options} --scenario {ShellText.Of(_name)}",
            ]);
        }

        yield return Html.Bullets(
            new object[] { Html.Code("predict"), " changes nothing; it says how long it will take and what is lost. ", Html.Code("failover"), " shows every step, and begins when you type yes." },
            new object[] { "You know when it began? Add ", Html.Code("--since 2026-03-01T02:13:00Z"), " with that time to ", Html.Code("failover"), ": the clock starts there, and nothing that was written later is brought back. Do this when data was damaged and not lost." },
            new object[] { "A step for a person waits, and says on the screen who is asked. Call them: Holdfast sends nothing. When it is done, say so in another terminal of the same machine: ", Html.Code("holdfast run confirm"), "; an approval: ", Html.Code("holdfast run approve"), ", with a one-time code of who approves. ", Html.Code("holdfast run show"), " says what is waited for." },
            new object[] { "The machine died, or a step failed and its cause is mended? On the same machine, with the key typed again:" });
        yield return Html.Command("holdfast run list", "holdfast run resume");
        yield return Html.P("It asks whether a step happened? Look at the machine. Then say so behind ", Html.Code("run resume"), ": ", Html.Code("--done \"SYSTEM/STEP\""), " it did, ", Html.Code("--redo \"SYSTEM/STEP\""), " it did not. The names are at the steps of each system.");
    }

    /// <summary>What this repository does not hold comes from the others, whose keys Holdfast finds where the plan says.</summary>
    private XElement? OtherKeys(RepositoryAccess access, IReadOnlyCollection<RepositoryAccess> survivors)
    {
        var elsewhere = loss.Recoverable.Where(s => s.Protection is { } p && !p.To.Contains(access.Repository.Name)).ToArray();
        var needed = survivors.Where(o => elsewhere.Any(s => s.Protection!.To.Contains(o.Repository.Name))).ToArray();
        return needed.Length == 0 ? null : Html.Of(
            "div",
            "others",
            Html.P($"It does not hold {Said.All(elsewhere.Select(s => s.Name))}. So connect the others too, and lay their keys where the plan looks for them:"),
            Html.Bullets([.. needed.Select(o => (object)new object?[]
            {
                Html.Strong(o.Repository.Name), " at ", Html.Code(o.Address), o.LayKey is { } lay ? Html.Command(lay) : Html.P($"by the plan's own command, {o.Repository.Key}, which must be there"),
            })]));
    }

    private IEnumerable<XElement> Order()
    {
        var waves = Waves.Of(kit.Plan, loss);
        if (waves.IsEmpty)
        {
            yield break;
        }

        yield return Html.Of(
            "div",
            "unbroken",
            Html.Element("h4", "The order in which systems come back"),
            Html.P("Those of one wave come back side by side. Each begins when all that it needs operates."),
            OrderTable(waves));
        yield return Html.P("How long it really takes was perhaps measured: ", Html.Code("predict"), " tells. The steps of each system: ", Html.Ref(SystemsSection.Id), ".");
    }

    private XElement OrderTable(ImmutableArray<ImmutableArray<ProtectedSystem>> waves)
    {
        var declared = DeclaredWork.Of(kit.Plan);
        return Html.Table(
            "fill",
            ["Wave", "System", "Comes back on", "After", "Must operate within (RTO)", "May lose at most (RPO)", "By the plan's word", "Operates at"],
            waves.SelectMany((wave, i) => wave.Select(s => (IReadOnlyList<object?>)
            [
                $"{i + 1}",
                Html.Strong(s.Name),
                s.RecoversOn,
                Said.All(s.Needs.Where(need => loss.Recoverable.Any(r => r.Name == need))),
                Said.Of(s.Rto.Value),
                Said.Of(s.Rpo.Value),
                declared[s.Name] > TimeSpan.Zero ? $"at least {Said.Of(declared[s.Name])}" : "not said",
                null,
            ])));
    }
}
