using System.Text.Json;
using Holdfast.Presentation;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>Tells what will be forgotten, and what stays and why.</summary>
internal sealed class ForgetDisplay(RepoContext context, bool compact)
{
    internal void Plan(ForgetPlan plan, ForgetRequest request)
    {
        foreach (var remark in plan.Remarks)
        {
            context.Errors.WriteLine(TerminalText.Safe(remark));
        }

        if (context.Json && plan.Groups.Count > 0)
        {
            JsonLine.WriteValue(context.Output, j => WriteGroups(j, plan.Groups));
        }

        if (request.Named.Count == 0)
        {
            context.Say($"Applying Policy: keep {request.Policy}");
        }

        foreach (var group in plan.Groups)
        {
            Group(group);
        }

        if (plan.Remove.Count > 0)
        {
            Fate(plan.Remove, request);
        }
    }

    private void Fate(IReadOnlyList<Snapshot> remove, ForgetRequest request)
    {
        var ids = string.Join(' ', remove.Select(s => s.Id.ShortForm));
        if (request.DryRun)
        {
            context.Say("Would have removed the following snapshots:");
            context.Say($"{{{ids}}}");
            context.Say("");
        }
        else
        {
            context.Say($"removing {remove.Count} snapshots: {ids}");
        }

        if (request.Prune is not null)
        {
            context.Say(request.DryRun
                ? $"{remove.Count} snapshots would be removed, running prune dry run"
                : $"after {remove.Count} snapshots have been removed, running prune");
        }
    }

    private void Group(ForgetGroup group)
    {
        if (context.Verbosity > 0)
        {
            context.Say($"snapshots for ({TerminalText.Safe(group.Key.ToString())}):");
        }

        var (keep, remove) = (group.Retention.Keep, group.Retention.Remove);
        if (keep.Count > 0)
        {
            context.Say($"keep {keep.Count} snapshots:");
            Table([.. keep.Reverse().Select(k => (k.Snapshot, k.Reasons))], withReasons: true);
        }

        if (remove.Count > 0)
        {
            context.Say($"remove {remove.Count} snapshots:");
            Table([.. remove.Reverse().Select(s => (s, (IReadOnlyList<string>)[]))], withReasons: false);
        }
    }

    private void Table(List<(Snapshot Snapshot, IReadOnlyList<string> Reasons)> rows, bool withReasons)
    {
        List<string> heads = ["ID", "Time", "Host", "Tags"];
        heads.AddRange(compact ? [] : withReasons ? ["Reasons", "Paths"] : ["Paths"]);
        List<string[]> cells = [[.. heads]];
        foreach (var (s, reasons) in rows)
        {
            string[] head = [s.Id.ShortForm, s.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", null), TerminalText.Safe(s.HostName), TerminalText.Safe(string.Join(',', s.Tags))];
            string[] paths = [.. s.Paths.Select(TerminalText.Safe)];
            var lines = compact ? 1 : Math.Max(1, Math.Max(reasons.Count, paths.Length));
            for (var i = 0; i < lines; i++)
            {
                IEnumerable<string> tail = compact ? [] : withReasons ? [reasons.ElementAtOrDefault(i) ?? "", paths.ElementAtOrDefault(i) ?? ""] : [paths.ElementAtOrDefault(i) ?? ""];
                cells.Add([.. i == 0 ? head : ["", "", "", ""], .. tail]);
            }
        }

        var widths = heads.Select((_, column) => cells.Max(r => TerminalText.Width(r[column]))).ToArray();
        var rule = new string('-', widths.Sum() + (2 * (widths.Length - 1)));
        List<string> text = [.. cells.Select(r => string.Join("  ", r.Select((cell, column) => TerminalText.Pad(cell, widths[column]))).TrimEnd())];
        foreach (var shown in (string[])[text[0], rule, .. text[1..], rule, $"{rows.Count} snapshots", ""])
        {
            context.Say(shown);
        }
    }

    private static void WriteGroups(Utf8JsonWriter json, IReadOnlyList<ForgetGroup> groups)
    {
        json.WriteStartArray();
        foreach (var group in groups)
        {
            json.WriteStartObject();
            Texts(json, "tags", group.Key.Tags);
            json.WriteString("host", group.Key.HostName);
            Texts(json, "paths", group.Key.Paths);
            Snapshots(json, "keep", [.. group.Retention.Keep.Select(k => k.Snapshot)]);
            Snapshots(json, "remove", group.Retention.Remove);
            json.WriteStartArray("reasons");
            foreach (var kept in group.Retention.Keep)
            {
                json.WriteStartObject();
                json.WriteStartObject("snapshot");
                SnapshotJson.WriteMembers(json, kept.Snapshot);
                json.WriteEndObject();
                Texts(json, "matches", kept.Reasons);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Go writes what is empty as null here.
    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteTexts(name, texts);
    }

    private static void Snapshots(Utf8JsonWriter json, string name, IReadOnlyList<Snapshot> snapshots)
    {
        if (snapshots.Count == 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var snapshot in snapshots)
        {
            json.WriteStartObject();
            SnapshotJson.WriteMembers(json, snapshot);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
