using Holdfast.Failures;

namespace Holdfast.Execution.Alerts;

/// <summary>A way by which messages leave the machine.</summary>
public interface IAlertChannel
{
    /// <summary>For people, and to know it again; nothing in it is a secret.</summary>
    string Name { get; }

    /// <summary>Whether it is for those alone who hear of what nobody sees to.</summary>
    bool IsForUnanswered => false;

    /// <summary>When it returns, the other side has taken it.</summary>
    /// <param name="again">Whether it may have been sent before: a crash came between the sending and the note of it.</param>
    /// <exception cref="AlertException">It was not taken.</exception>
    Task SendAsync(AlertMessage message, bool again, CancellationToken cancellationToken);
}

/// <summary>A message was not taken. The message never holds a secret.</summary>
public sealed class AlertException(string message, string? hint = null, Exception? cause = null)
    : FailureException(new(FailureCode.Host, message, hint) { MayPass = true }, cause);
