using System.Globalization;
using System.Text.Json;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Inboxes;

/// <summary>
/// Where people's words wait for whoever carries out a run: a small file each, for nobody else's eyes. A word stays until the journal
/// says that it was taken, so none is lost by a crash; by its id none is taken twice.
/// </summary>
public sealed class Inbox(string folder)
{
    private const string Ending = ".json";
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>An id that sorts after those made before.</summary>
    public static string NewId(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmssfffffff}-{Guid.NewGuid():N}");

    public static Inbox Of(StateFolder state, string run) => new(state.InboxOf(run));

    public void Put(SpokenWord word)
    {
        Directory.CreateDirectory(folder, Own);
        Durable.WriteWhole(PathOf(word.Id), JsonSerializer.SerializeToUtf8Bytes(word, WordJson.Default.SpokenWord));
    }

    public bool Holds(string id) => File.Exists(PathOf(id));

    /// <summary>Ids of the words that wait, the oldest first.</summary>
    public IReadOnlyList<string> Waiting() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*" + Ending).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)]
        : [];

    /// <exception cref="WordUnreadableException">The file holds no word, or cannot be read.</exception>
    public SpokenWord Read(string id)
    {
        try
        {
            var word = JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(id)), WordJson.Default.SpokenWord);
            return word?.Id == id && !word.Proofs.IsDefault ? word : throw new WordUnreadableException("the file is not the word that its name says");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new WordUnreadableException(e.Message);
        }
    }

    /// <summary>Forgets a word that the journal has. One that can't be removed stays, and is not heard again.</summary>
    public void Remove(string id)
    {
        try
        {
            File.Delete(PathOf(id));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journal remembers it.
        }
    }

    private string PathOf(string id) => Path.Combine(folder, id + Ending);
}

/// <summary>A file in an inbox is no word.</summary>
public sealed class WordUnreadableException(string message) : Exception(message);
