using Holdfast.Cli.Init.Texts;

namespace Holdfast.Cli.Init.Writing;

/// <summary>Writes sites and hosts: this machine, and the one to recover on.</summary>
internal static class PlacesText
{
    public static void Write(PlanDraft draft, Lines lines)
    {
        var answers = draft.Answers;
        lines.Gap().Say(0, "Where things stand, and what takes a whole place away at once. Add what else you know of: power, the line to the internet, a provider.")
            .Add(0, "sites:")
            .Add(1, $"{PlanDraft.HereSite}: {{ fails with: [building {PlanDraft.HereSite}] }}")
            .Add(1, $"{PlanDraft.ElsewhereSite}: {{ fails with: [building {PlanDraft.ElsewhereSite}] }}")
            .Gap().Say(0, $"The machines. Paths of systems start at a machine's folder, which here is all of it ({draft.Root}).")
            .Add(0, "hosts:").Add(1, $"{Yaml.Text(draft.Host)}:").Add(2, $"site: {PlanDraft.HereSite}").Add(2, $"folder: {Yaml.Text(draft.Root)}");
        Ports(draft, 0, 2, lines);
        Rebuild(draft, lines);
        lines.Say(1, $"The machine to recover on: empty but for the programs named above. Data comes back to the same paths, and never over anything. "
            + $"A drill uses its own folder instead, also on {draft.Host} while that runs.")
            .Add(1, $"{Yaml.Text(answers.RecoverOn)}:").Add(2, $"site: {(answers.RecoverElsewhere ? PlanDraft.ElsewhereSite : PlanDraft.HereSite)}")
            .Add(2, $"folder: {Yaml.Text(draft.Root)}");
        Ports(draft, 0, 2, lines);
        lines.Add(2, "drill:").Add(3, $"folder: {Yaml.Text(answers.Drills)}");
        Ports(draft, 10_000, 3, lines);
        if (draft.HasConfiguration)
        {
            lines.Say(1, $"The same machine again: it has an /etc of its own, so that of {draft.Host} is put beside it, for a person to compare and take over.")
                .Add(1, $"{Yaml.Text(draft.ConfigurationHost)}:").Add(2, $"site: {(answers.RecoverElsewhere ? PlanDraft.ElsewhereSite : PlanDraft.HereSite)}")
                .Add(2, $"folder: {Yaml.Text(answers.RecoveredConfiguration)}").Add(2, $"drill: {{ folder: {Yaml.Text(answers.DrilledConfiguration)} }}");
        }
    }

    private static void Ports(PlanDraft draft, int away, int depth, Lines lines)
    {
        if (draft.Clusters.Count > 0)
        {
            lines.Add(depth, $"ports: {{ {string.Join(", ", draft.Clusters.Select(c => $"{Yaml.Text(c.Name)}: {Port(c.Cluster.Port, away)}"))} }}");
        }

        // Beside production, so on a port that no cluster really has.
        int Port(int real, int away)
        {
            var port = real;
            for (var step = 0; away > 0 && (step == 0 || draft.Clusters.Any(c => c.Cluster.Port == port)); step++)
            {
                port = ((real + away + step - 1) % 65_535) + 1;
            }

            return port;
        }
    }

    private static void Rebuild(PlanDraft draft, Lines lines)
    {
        var (packages, units) = (draft.Inventory.Packages, draft.Inventory.Units);
        if (packages.Count + units.Count == 0)
        {
            return;
        }

        lines.Add(2, "rebuild:   # what a new machine needs besides data, for whoever sets it up");
        if (packages.Count > 0)
        {
            lines.Add(3, $"packages: {Yaml.List(packages)}");
        }

        if (units.Count > 0)
        {
            lines.Add(3, $"units: {Yaml.List(units)}");
        }
    }
}
