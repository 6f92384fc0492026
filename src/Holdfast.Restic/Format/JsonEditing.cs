using System.Runtime.InteropServices;
using System.Text.Json;

namespace Holdfast.Restic.Format;

/// <summary>
/// Changes members of a JSON object that someone else wrote and leaves all others to the letter: other programs put in members that
/// are not known here, and times to the nanosecond.
/// </summary>
internal static class JsonEditing
{
    /// <param name="members">New values by name, as JSON; null takes the member out. Names that the object lacks come last.</param>
    internal static GoJson ObjectWith(this GoJson json, JsonElement element, IReadOnlyDictionary<string, byte[]?> members)
    {
        json.Open((byte)'{');
        HashSet<string> seen = [];
        foreach (var property in element.EnumerateObject())
        {
            var isChanged = members.TryGetValue(property.Name, out var value);
            if (!isChanged || (value is not null && seen.Add(property.Name)))
            {
                json.Next().Text(property.Name).Raw(":"u8).Raw(isChanged ? value : JsonMarshal.GetRawUtf8Value(property.Value));
            }
        }

        foreach (var (name, value) in members.Where(m => m.Value is not null && !seen.Contains(m.Key)))
        {
            json.Next().Text(name).Raw(":"u8).Raw(value);
        }

        return json.Close((byte)'}');
    }
}
