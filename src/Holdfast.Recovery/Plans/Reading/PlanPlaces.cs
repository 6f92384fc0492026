
namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Where the things of a plan stand in its text. Apart from the plan, so that what uses a plan need not carry them.</summary>
public sealed class PlanPlaces
{
    private readonly Dictionary<string, Place> _byPath = [];

    private PlanPlaces(Place top) => _byPath[""] = top;

    internal static PlanPlaces In(PlanNode? root, string file)
    {
        var places = new PlanPlaces(new(file, 1, 1));
        if (root is not null)
        {
            places.Note("", root);
        }

        return places;
    }

    /// <summary>
    /// The place of what the path leads to: keys and names as they are written, and the numbers of items, from 0, such as
    /// <c>systems</c>, <c>records</c>, <c>recover</c>, <c>2</c>. What is not written stands where it would belong: at the nearest thing
    /// around it. A thing of several keys stands at its name, a single value where it begins.
    /// </summary>
    public Place Of(params IEnumerable<string> path)
    {
        var steps = path.ToArray();
        for (var length = steps.Length; ; length--)
        {
            if (Written(steps.Take(length)) is { } place)
            {
                return place;
            }
        }
    }

    /// <summary>The place of exactly that; null where the plan's text does not say it, so that what holds is a default.</summary>
    public Place? Written(params IEnumerable<string> path) =>
        _byPath.TryGetValue(string.Concat(path.Select(step => "/" + step)), out var place) ? place : null;

    // Recursion is safe: the parser refuses what is nested deep.
    private void Note(string path, PlanNode node)
    {
        switch (node)
        {
            case MapNode map:
                foreach (var (key, value) in map.Entries)
                {
                    _byPath[$"{path}/{key.Text}"] = value is MapNode ? key.At : value.At;
                    Note($"{path}/{key.Text}", value);
                }

                break;
            case ListNode list:
                foreach (var (number, item) in list.Items.Index())
                {
                    _byPath[$"{path}/{number}"] = item.At;
                    Note($"{path}/{number}", item);
                }

                break;
        }
    }
}
