using System.Collections.Immutable;
using System.Text;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Restic;

namespace Holdfast.Execution.Plans;

/// <summary>
/// A plan as things are since a failover: each system runs where it was brought back, the repository that was found elsewhere is there, and what was
/// relative to the folder of the lost plan is written out. Nothing else is changed.
/// </summary>
/// <param name="Text">The whole text; that of the plan itself, byte for byte, where nothing had to be changed.</param>
/// <param name="Changes">What was changed, one sentence each.</param>
/// <param name="Exposed">Systems that now run on the host that they recover on, so that they have nowhere to go when it is lost.</param>
/// <param name="Bound">What in it would mean another place in that folder, and cannot be written out; empty where all is well.</param>
public sealed record PlanSinceFailover(
    ReadOnlyMemory<byte> Text, ImmutableArray<string> Changes, ImmutableArray<string> Exposed, ImmutableArray<string> Bound)
{
    private const string PlanFolder = "{plan}";

    /// <param name="movedTo">The host on which a failover made a system active, and which failover; null: it is still where the plan runs it.</param>
    /// <param name="folder">Absolute: where the text is going to lie.</param>
    /// <exception cref="PlanRejectedException">The plan cannot say so as it is, such as where a host lacks a port that the system uses.</exception>
    public static PlanSinceFailover Of(PlanInForce plan, Func<ProtectedSystem, (string Host, string Run)?> movedTo, string folder)
    {
        var edits = new Edits();
        foreach (var system in plan.Plan.Systems)
        {
            if (movedTo(system) is var (host, run) && plan.Plan.Hosts.Any(h => h.Name == host))
            {
                edits.Add(host, $"{system.Name} runs on {host}, where {run} brought it back (it was {system.RunsOn})", "systems", system.Name, "runs on");
            }
        }

        foreach (var place in plan.Plan.Repositories)
        {
            AddFound(edits, plan, place);
        }

        var isElsewhere = folder != plan.Folder;
        if (isElsewhere)
        {
            AddRelatives(edits, plan);
        }

        var old = Encoding.UTF8.GetString(plan.Text.Span);
        var text = Encoding.UTF8.GetBytes(PlanRevision.Of(old, edits.Values, edits.Keys, out var unwritten));
        var revised = PlanInForce.Of(text, Path.Combine(folder, plan.FileName), plan.FileName).Plan;
        return new(
            edits.Values.Count == 0 ? plan.Text : text,
            edits.Said,
            [.. revised.Systems.Where(s => s.RecoversOn == s.RunsOn).Select(s => s.Name)],
            [.. unwritten.Order(StringComparer.Ordinal), .. isElsewhere && plan.Plan.Hosts.Any(h => h.Ssh is null) && old.Contains(PlanFolder, StringComparison.Ordinal) ? [PlanFolder] : Array.Empty<string>()]);
    }

    /// <summary>A repository that is not where the plan says.</summary>
    private static void AddFound(Edits edits, PlanInForce plan, RepositoryPlace place)
    {
        if (!plan.Elsewhere.TryGetValue(place.Name, out var found))
        {
            return;
        }

        var planned = AsPlanned(plan, place);
        if (!IsSame(planned.At, found.At))
        {
            AddPlace(edits, plan.Plan, place, found.At);
        }

        var key = found.Key.Split(':', 2) is ["file", var file] ? $"file:{Path.GetFullPath(file)}" : found.Key;
        if (planned.Key != key && !IsFileHere(planned.Key))
        {
            edits.Add(key, $"the key of repository {place.Name} is {key} (it was {place.Key})", "repositories", place.Name, "key");
        }
    }

    private static void AddPlace(Edits edits, Plan plan, RepositoryPlace place, string at)
    {
        var host = place.On is { } on ? plan.HostNamed(on) : null;
        if (host?.SshAddress is not { } address)
        {
            edits.Add(at, $"repository {place.Name} is at {at} (it was {place.At})", "repositories", place.Name, "at");
        }
        else if (Locations.OverSsh(at) is { } folder && address.IsSameMachine(folder.Host, folder.Port) && (Path.IsPathRooted(folder.Path) || address.User == folder.User))
        {
            if (folder.Path == place.At)
            {
                return; // Another name for the same place.
            }

            edits.Add(folder.Path, $"repository {place.Name} is {folder.Path} on {host.Name} (it was {place.At})", "repositories", place.Name, "at");
        }
        else
        {
            // A path beside  on:  would be one of that host, and an address would say that the host is at its other end.
            edits.Add(at, $"repository {place.Name} is at {at} (it was {place.At} on {host.Name})", "repositories", place.Name, "at");
            edits.AddAs("site", host.Site, "repositories", place.Name, "on");
        }
    }

    private static void AddRelatives(Edits edits, PlanInForce plan)
    {
        // What is relative on another machine starts there, wherever the plan lies.
        foreach (var host in plan.Plan.Hosts.Where(h => h.Ssh is null))
        {
            AddFolder(host.Settings.Folder, "hosts", host.Name, "folder");
            if (host.Drill is { } drill)
            {
                AddFolder(drill.Folder, "hosts", host.Name, "drill", "folder");
            }
        }

        foreach (var place in plan.Plan.Repositories)
        {
            if (!IsOnAnother(plan.Plan, place) && AsPlanned(plan, place).At is var at && at != place.At)
            {
                edits.Add(at, $"repository {place.Name} is at {at} (it was {place.At})", "repositories", place.Name, "at");
            }

            AddKey(place.Key, "repositories", place.Name, "key");
        }

        foreach (var system in plan.Plan.Systems)
        {
            if (system.Protection?.Data is { Password: { } password } data)
            {
                AddKey(password, "systems", system.Name, "protect", data.Kind, "password");
            }
        }

        void AddFolder(string written, params string[] path)
        {
            if (Path.GetFullPath(written, plan.Folder) is var full && !Path.IsPathRooted(written))
            {
                edits.Add(full, $"the {string.Join(' ', path.Skip(2))} of host {path[1]} is {full} (it was {written})", path);
            }
        }

        void AddKey(KeyReference key, params string[] path)
        {
            if (Absolute(key, plan.Folder) is var full && full != key.ToString())
            {
                edits.Add(full, $"the {path[^1]} of {path[1]} is {full} (it was {key})", path);
            }
        }
    }

    /// <summary>As this machine would reach it by the plan alone.</summary>
    private static RepositoryAddress AsPlanned(PlanInForce plan, RepositoryPlace place) =>
        (plan with { Elsewhere = ImmutableDictionary<string, RepositoryAddress>.Empty }).Real().AddressOf(place);

    private static bool IsOnAnother(Plan plan, RepositoryPlace place) => place.IsFolder && place.On is { } on && plan.HostNamed(on).Ssh is not null;

    /// <summary>An address of ssh can be written in several ways.</summary>
    private static bool IsSame(string one, string other) => one == other || (Locations.OverSsh(one) is { } folder && folder == Locations.OverSsh(other));

    private static string Absolute(KeyReference key, string folder) => key.Kind == KeyKind.File ? $"file:{Path.GetFullPath(key.Value, folder)}" : key.ToString();

    private static bool IsFileHere(string key) => key.Split(':', 2) is ["file", var path] && File.Exists(path);

    /// <summary>What is to be written where, the first word for a place being the one that counts.</summary>
    private sealed class Edits
    {
        private readonly ImmutableArray<string>.Builder _said = ImmutableArray.CreateBuilder<string>();

        public Dictionary<string, string> Values { get; } = [];

        /// <summary>What is to be written in place of a key, with its value.</summary>
        public Dictionary<string, string> Keys { get; } = [];

        public ImmutableArray<string> Said => _said.ToImmutable();

        public void Add(string value, string why, params string[] path)
        {
            if (Values.TryAdd(PlanRevision.PathOf(path), value))
            {
                _said.Add(why);
            }
        }

        /// <summary>Of something else that was said already.</summary>
        public void AddAs(string key, string value, params string[] path)
        {
            if (Values.TryAdd(PlanRevision.PathOf(path), value))
            {
                Keys.Add(PlanRevision.PathOf(path), key);
            }
        }
    }
}
