namespace Holdfast.Interop.Programs;

/// <summary>A real SMTP server that takes mail only over STARTTLS and from who knows the password, and keeps it in a folder.</summary>
internal sealed class MailServer : IDisposable
{
    private const string Program = """
        import base64, itertools, os, signal, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult
        from aiosmtpd.controller import Controller

        port, folder, password, certificate, key = int(sys.argv[1]), sys.argv[2], open(sys.argv[3]).read().strip(), sys.argv[4], sys.argv[5]
        numbers = itertools.count(1)

        class Keeping:
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("nobody@"):
                    return "550 no such mailbox"
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, server, session, envelope):
                path = os.path.join(folder, "%03d.eml" % next(numbers))
                with open(path + ".new", "wb") as mail:
                    mail.write(("To: %s\n" % ",".join(envelope.rcpt_tos)).encode() + envelope.content)
                os.rename(path + ".new", path)
                return "250 kept"

            # In small letters, as .NET names it; most servers take it in any.
            async def auth_login(self, server, args):
                name = base64.b64decode(args[1]) if len(args) == 2 else await server.challenge_auth("Username:")
                given = await server.challenge_auth("Password:")
                return AuthResult(success=name == b"holdfast" and given == password.encode(), handled=False)

        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)

        class Encrypting(Controller):
            def factory(self):
                return SMTP(self.handler, hostname="localhost", tls_context=context, require_starttls=True, auth_required=True, auth_require_tls=True, authenticator=lambda *a: AuthResult(success=False))

        controller = Encrypting(Keeping(), hostname="127.0.0.1", port=port)
        controller.start()
        print("ready", flush=True)
        signal.pause()
        """;

    private readonly TemporaryFolder _folder = new();
    private RunningProgram? _server;

    public MailServer(string password)
    {
        Directory.CreateDirectory(_folder["mail"]);
        File.WriteAllText(_folder["server.py"], Program);
        File.WriteAllText(_folder["password"], password);
        Port = FreePort.Take();
    }

    public int Port { get; }

    /// <summary>What a program must trust to speak to it.</summary>
    public string Certificate => _folder["certificate.pem"];

    /// <summary>With a certificate of its own, just made.</summary>
    public async Task StartAsync()
    {
        var made = await ProgramRun.OfAsync(
            "openssl",
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", _folder["key.pem"], "-out", Certificate]);
        _ = made.ExitCode == 0 ? 0 : throw new InvalidOperationException(made.ToString());
        _server = new("/usr/bin/python3", [_folder["server.py"], $"{Port}", _folder["mail"], _folder["password"], Certificate, _folder["key.pem"]]);
        await _server.SaysAsync("ready");
    }

    public IReadOnlyList<string> Mails => [.. Directory.GetFiles(_folder["mail"], "*.eml").Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    public void Dispose()
    {
        _server?.Dispose();
        _server = null;
        _folder.Dispose();
    }
}
