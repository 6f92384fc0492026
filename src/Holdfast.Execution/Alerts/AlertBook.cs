using System.Text.Json;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Alerts;

/// <summary>
/// Remembers what was told and what waits to be sent, both in one document: what is called told waits to be sent at the same moment, so no crash
/// loses a message.
/// </summary>
public sealed class AlertBook(IRunStore state)
{
    /// <summary>One that can't be read says that nothing was told: then all that stands is told again.</summary>
    public AlertState Read()
    {
        try
        {
            return state.ReadDocument(StoreNames.Alerts) is { } bytes
                && JsonSerializer.Deserialize(bytes, AlertJson.Default.AlertState) is { Standing: not null, Outbox.IsDefault: false, Failing: not null } read ? read : AlertState.Empty;
        }
        catch (JsonException)
        {
            return AlertState.Empty;
        }
    }

    public void Write(AlertState now) => state.WriteDocument(StoreNames.Alerts, JsonSerializer.SerializeToUtf8Bytes(now, AlertJson.Default.AlertState));
}
