using System.Globalization;
using System.Text.Json;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Inboxes;

/// <summary>
/// Where people's words wait for whoever carries out a run: a small document each, for nobody else's eyes. A word stays until the journal
/// says that it was taken, so none is lost by a crash; by its id none is taken twice.
/// </summary>
public sealed class Inbox(IRunStore state, string run)
{
    private const string Ending = ".json";

    /// <summary>An id that sorts after those made before.</summary>
    public static string NewId(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmssfffffff}-{Guid.NewGuid():N}");

    public void Put(SpokenWord word) => state.WriteDocument(NameOf(word.Id), JsonSerializer.SerializeToUtf8Bytes(word, WordJson.Default.SpokenWord));

    public bool Holds(string id) => state.ReadDocument(NameOf(id)) is not null;

    /// <summary>Ids of the words that wait, the oldest first.</summary>
    public IReadOnlyList<string> Waiting() =>
    [
        .. state.List(StoreNames.InboxOf(run)).Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="WordUnreadableException">The document holds no word, or cannot be read.</exception>
    public SpokenWord Read(string id)
    {
        try
        {
            var word = state.ReadDocument(NameOf(id)) is { } bytes ? JsonSerializer.Deserialize(bytes, WordJson.Default.SpokenWord) : null;
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
            state.RemoveDocument(NameOf(id));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journal remembers it.
        }
    }

    private string NameOf(string id) => $"{StoreNames.InboxOf(run)}/{id}{Ending}";
}

/// <summary>A file in an inbox is no word.</summary>
public sealed class WordUnreadableException(string message) : Exception(message);
