using System.Globalization;
using System.Text.Json;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Inboxes;

/// <summary>
/// Where operator commands wait for the process that carries out a run: a small document each, for its owner alone. A command stays until the
/// journal says that it was taken, so none is lost by a crash; by its id none is taken twice.
/// </summary>
public sealed class Inbox(IRunStore state, string run)
{
    private const string Ending = ".json";

    /// <summary>An id that sorts after those made before.</summary>
    public static string NewId(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmssfffffff}-{Guid.NewGuid():N}");

    public void Put(InboxCommand command) => state.WriteDocument(NameOf(command.Id), JsonSerializer.SerializeToUtf8Bytes(command, InboxJson.Default.InboxCommand));

    public bool Holds(string id) => state.ReadDocument(NameOf(id)) is not null;

    /// <summary>Ids of the commands that wait, the oldest first.</summary>
    public IReadOnlyList<string> Waiting() =>
    [
        .. state.List(StoreNames.InboxOf(run)).Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="InboxUnreadableException">The document holds no command, or cannot be read.</exception>
    public InboxCommand Read(string id)
    {
        try
        {
            var command = state.ReadDocument(NameOf(id)) is { } bytes ? JsonSerializer.Deserialize(bytes, InboxJson.Default.InboxCommand) : null;
            return command?.Id == id && !command.Proofs.IsDefault ? command : throw new InboxUnreadableException("the file is not the command that its name says");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InboxUnreadableException(e.Message);
        }
    }

    /// <summary>Forgets a command that the journal has. One that can't be removed stays, and is not taken again.</summary>
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

/// <summary>A file in an inbox is not a command.</summary>
public sealed class InboxUnreadableException(string message) : Exception(message);
