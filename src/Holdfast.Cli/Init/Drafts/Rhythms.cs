namespace Holdfast.Cli.Init.Drafts;

/// <summary>How often each system is used. What others need is needed as often as they are, or they could not come back in time.</summary>
internal static class Rhythms
{
    /// <param name="said">By name of the system; what no one spoke of is used every day.</param>
    public static IReadOnlyDictionary<string, Rhythm> Settle(IReadOnlyList<SystemDraft> systems, IReadOnlyDictionary<string, Rhythm> said)
    {
        // No one uses the configuration: it comes back with what needs it, and else last.
        var settled = systems.ToDictionary(s => s.Name, s => said.TryGetValue(s.Name, out var rhythm) ? rhythm : s is ConfigurationDraft ? Rhythm.Month : Rhythm.Day);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (need, by) in systems.SelectMany(s => s.Needs.Select(need => (need, s.Name))))
            {
                if (settled[need] > settled[by])
                {
                    settled[need] = settled[by];
                    changed = true;
                }
            }
        }

        return settled;
    }
}
