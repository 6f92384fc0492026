using System.Net;
using System.Net.Mail;
using System.Text;
using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.Alerts;

/// <summary>Mail by a server of the plan's choice, by STARTTLS unless the plan says otherwise.</summary>
/// <param name="password">Finds it, whenever something is sent; null: the server asks for none.</param>
internal sealed class MailChannel(MailServer server, Func<CancellationToken, Task<string>>? password) : IAlertChannel
{
    public string Name => $"mail by {server.Host}";

    public async Task SendAsync(AlertMessage message, bool again, CancellationToken cancellationToken)
    {
        using var mail = new MailMessage { From = new(server.From, "Holdfast"), Subject = message.Title, SubjectEncoding = Encoding.UTF8, Body = TextOf(message, again), BodyEncoding = Encoding.UTF8 };
        foreach (var to in server.To)
        {
            mail.To.Add(to);
        }

        mail.Headers["Message-ID"] = $"<{message.Id}@holdfast.invalid>";
        mail.Headers["Auto-Submitted"] = "auto-generated"; // No out-of-office answer to what no one reads.
        mail.Priority = message.IsUrgent ? MailPriority.High : MailPriority.Normal;
        using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Encrypted };
        if (server.User is { } user && password is not null)
        {
            client.Credentials = new NetworkCredential(user, await password(cancellationToken));
        }

        try
        {
            await client.SendMailAsync(mail, cancellationToken);
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
