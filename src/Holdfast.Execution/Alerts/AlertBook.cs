using System.Text.Json;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Alerts;

/// <summary>
/// Remembers what was told and what waits to be sent, both in one document: what is called told waits to be sent at the same moment, so no crash
/// loses a message. Where it can't be written (a full disk is what people are to hear of), it is kept in memory.
/// </summary>
internal sealed class AlertBook(IRunStore state)
{
    private AlertState? _unwritten;

    /// <summary>Why the last writing failed; null: it did not.</summary>
    public string? WhyUnwritten { get; private set; }

    /// <summary>For people: where it is kept.</summary>
    public string Place => state.PlaceOf(StoreNames.Alerts);

    /// <summary>One that can't be read says that nothing was told: then all that stands is told again.</summary>
    public AlertState Read()
    {
        try
        {
            return _unwritten ?? (state.ReadDocument(StoreNames.Alerts) is { } bytes
                && JsonSerializer.Deserialize(bytes, AlertJson.Default.AlertState) is { Standing: not null, Outbox.IsDefault: false, Failing: not null } read ? read : AlertState.Empty);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return AlertState.Empty;
        }
    }

    public void Write(AlertState now)
    {
        try
        {
            state.WriteDocument(StoreNames.Alerts, JsonSerializer.SerializeToUtf8Bytes(now, AlertJson.Default.AlertState));
            (_unwritten, WhyUnwritten) = (null, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            (_unwritten, WhyUnwritten) = (now, e.Message);
        }
    }
}
