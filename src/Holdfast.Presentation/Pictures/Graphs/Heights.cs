namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>
/// How high each system stands, 0 being lowest: higher than all that it needs. Where that leaves a choice it stands near the others of
/// its host, so that hosts do not become towers with nothing in them.
/// </summary>
public static class Heights
{
    private const int Rounds = 4;

    public static IReadOnlyDictionary<Card, int> Of(Scene scene)
    {
        var systems = scene.Sites.SelectMany(s => s.Lanes).SelectMany(l => l.Systems).ToArray();
        var (needs, needers) = (scene.Needs.ToLookup(n => n.From, n => n.To), scene.Needs.ToLookup(n => n.To, n => n.From));
        var heights = new Dictionary<Card, int>();
        foreach (var system in systems)
        {
            Least(system);
        }

        var highest = heights.Values.DefaultIfEmpty(0).Max();
        foreach (var lane in Enumerable.Repeat(scene.Sites.SelectMany(s => s.Lanes), Rounds).SelectMany(l => l).Where(l => l.Systems.Length > 1))
        {
            var middle = lane.Systems.Select(s => heights[s]).Order().ElementAt(lane.Systems.Length / 2);
            foreach (var system in lane.Systems)
            {
                var least = needs[system].Select(n => heights[n] + 1).DefaultIfEmpty(0).Max();
                var most = needers[system].Where(heights.ContainsKey).Select(n => heights[n] - 1).DefaultIfEmpty(highest).Min();
                heights[system] = Math.Clamp(middle, least, most);
            }
        }

        return heights;

        // Recursion is safe: a scene has as many systems as fit on a sheet.
        int Least(Card system) =>
            heights.TryGetValue(system, out var known) ? known : heights[system] = needs[system].Select(n => Least(n) + 1).DefaultIfEmpty(0).Max();
    }
}
