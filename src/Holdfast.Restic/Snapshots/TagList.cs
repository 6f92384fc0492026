namespace Holdfast.Restic.Snapshots;

/// <summary>Tags that a snapshot must all have. Written <c>a,b</c>; the empty text means snapshots without any tag.</summary>
public sealed record TagList(IReadOnlyList<string> Tags)
{
    public static TagList Parse(string text) => new([.. text.Split(',').Select(t => t.Trim())]);

    public bool Matches(Snapshot snapshot)
    {
        foreach (var tag in Tags)
        {
            if (tag.Length == 0 && snapshot.Tags.Count == 0)
            {
                return true;
            }

            if (!snapshot.Tags.Contains(tag))
            {
                return false;
            }
        }

        return true;
    }

    public override string ToString() => string.Join(',', Tags);
}
