using System.Net;
using System.Net.Mail;
using System.Text;
using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.Alerts;

/// <summary>Mail by a server of the plan's choice, by STARTTLS unless the plan says otherwise.</summary>
/// <param name="to">The one address that it goes to.</param>
/// <param name="isForUnanswered">Whether it is told only what nobody sees to.</param>
/// <param name="password">Finds it, whenever something is sent; null: the server asks for none.</param>
internal sealed class MailChannel(MailServer server, string to, bool isForUnanswered, Func<CancellationToken, Task<string>>? password, TimeProvider clock) : IAlertChannel
{
    /// <summary>A server that takes the connection and says nothing is one that does not take mail.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => isForUnanswered ? $"mail to {to}, if nobody answers" : $"mail to {to}";

    public bool IsForUnanswered => isForUnanswered;

    public async Task SendAsync(AlertMessage message, bool again, CancellationToken cancellationToken)
    {
        using var mail = new MailMessage { From = new(server.From, "Holdfast"), Subject = message.Title, SubjectEncoding = Encoding.UTF8, Body = TextOf(message, again), BodyEncoding = Encoding.UTF8 };
        mail.To.Add(to);
        mail.Headers["Message-ID"] = $"<{message.Id}@holdfast.invalid>";
        mail.Headers["Auto-Submitted"] = "auto-generated"; // No out-of-office answer to what no one reads.
        mail.Priority = message.IsUrgent ? MailPriority.High : MailPriority.Normal;
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Encrypted };
        if (server.User is { } user && password is not null)
        {
            client.Credentials = new NetworkCredential(user, await password(cancellationToken));
        }

        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await client.SendMailAsync(mail, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AlertException($"{server.Host}:{server.Port} did not take mail within {Patience.TotalSeconds:0} s", "check server under alerts: mail, and that this machine may reach it", e);
        }
        catch (Exception e) when (e is SmtpException or IOException or System.Security.Authentication.AuthenticationException)
        {
            var why = e.InnerException is { } inner and not SmtpException ? $"{e.Message.TrimEnd('.')}: {inner.Message}" : e.Message;
            throw new AlertException($"{server.Host}:{server.Port} did not take mail: {why.ReplaceLineEndings(" ")}", "check server, user and password under alerts: mail, and that the server's certificate is one that this machine trusts", e);
        }
    }

    private static string TextOf(AlertMessage message, bool again) =>
        again ? "You may have this already: the program was cut off while it sent it.\n\n" + message.Text : message.Text;
}
