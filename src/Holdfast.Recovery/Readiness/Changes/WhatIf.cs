using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>Reads a change as people say it: <c>link office - colo 1 Gbit/s</c>, <c>system erp standby warm</c>.</summary>
public static class WhatIf
{
    /// <summary>What can be said, for whoever said something else.</summary>
    public const string Forms =
        "Say one of: link SITE - SITE RATE; host HOST restores RATE; repository NAME reads RATE; system NAME every TIME; system NAME standby warm (or hot, cold, none); "
        + "system NAME recovers on HOST; system NAME copy in REPOSITORY; step SYSTEM/STEP takes TIME; role ROLE + PERSON.";

    /// <exception cref="FormatException">It is none of <see cref="Forms"/>, or names what the plan does not have.</exception>
    public static Change Read(string text, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(plan);
        var said = new Said(text);
        return said.Next() switch
        {
            "link" => LinkOf(said, plan),
            "host" => new HostRestores(said.NameOf("host", plan.Hosts.Select(h => h.Name)), said.After("restores", () => said.As(DataRates.Kind))),
            "repository" => new RepositoryReads(said.NameOf("repository", plan.Repositories.Select(r => r.Name)), said.After("reads", () => said.As(DataRates.Kind))),
            "system" => SystemOf(said, plan),
            "step" => StepOf(said, plan),
            "role" => new RolePerson(said.NameOf("role", plan.Roles.Select(r => r.Name)), said.After("+", () => said.Rest)),
            _ => throw new FormatException($"\"{text}\" is no change that can be predicted."),
        };
    }

    private static LinkBandwidth LinkOf(Said said, Plan plan)
    {
        var links = plan.Links.SelectMany(l => new[] { (l.From, l.To), (l.To, l.From) })
            .SelectMany(l => new[] { $"{l.Item1} - {l.Item2}", $"{l.Item1}-{l.Item2}", $"{l.Item1} {l.Item2}" }.Select(name => (name, l)))
            .DistinctBy(l => l.name)
            .ToDictionary(l => l.name, l => l.l);
        var (from, to) = links[said.NameOf("link", links.Keys)];
        return new(from, to, said.As(DataRates.Kind));
    }

    private static Change SystemOf(Said said, Plan plan)
    {
        var system = said.NameOf("system", plan.Systems.Select(s => s.Name));
        return said.Next() switch
        {
            "every" => new SystemEvery(system, said.As(Durations.Kind)),
            "standby" => new SystemStandby(system, StandbyOf(said.Rest)),
            "recovers" => new SystemRecoversOn(system, said.After("on", () => said.NameOf("host", plan.Hosts.Select(h => h.Name)))),
            "copy" => new SystemCopy(system, plan.RepositoryNamed(said.After("in", () => said.NameOf("repository", plan.Repositories.Select(r => r.Name))))),
            var other => throw new FormatException($"\"{other}\" is nothing that can be otherwise about system {system}."),
        };
    }

    private static StepTakes StepOf(Said said, Plan plan)
    {
        var step = said.NameOf("step", plan.Systems.SelectMany(s => s.Recover.Select(r => $"{s.Name}/{r.Name}"))).Split('/', 2);
        return new(step[0], step[1], said.After("takes", () => said.As(Durations.Kind)));
    }

    private static StandbyKind StandbyOf(string word) => Enum.TryParse<StandbyKind>(word, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !int.TryParse(word, out _)
        ? kind
        : throw new FormatException($"\"{word}\" is no kind of standby.");
}
