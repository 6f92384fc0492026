using System.CommandLine;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Recovery.Trust;

namespace Holdfast.Cli.Trust;

/// <summary>Keys and who holds them: <c>holdfast trust new-key</c>, <c>add-holder</c>, <c>remove-holder</c>, <c>rotate</c>.</summary>
internal static class HolderCommands
{
    public static Command NewKey()
    {
        var file = new Argument<string>("FILE") { Description = "Where to put it." };
        var command = new Command("new-key", "Make a key for one more holder, or for rotate. It may sign when the key that leads says so.") { file };
        command.SetAction(parsed =>
        {
            using var key = SigningKey.Make(Path.GetFullPath(parsed.GetValue(file)!));
            Console.Out.WriteLine($"{key.File}: a new key, fingerprint {key.Fingerprint}. What the others need of it is no secret:");
            Console.Out.WriteLine(key.PublicKey);
            return ExitCode.Good;
        });
        return command;
    }

    public static Command Add()
    {
        var name = new Argument<string>("NAME") { Description = "Who holds the key." };
        var publicKey = new Argument<string>("PUBLIC-KEY") { Description = "As \"holdfast trust new-key\" printed it." };
        var command = new Command("add-holder", "Let one more key sign.") { name, publicKey };
        var options = new TrustOptions().AddTo(command, signs: true);
        command.SetAction(parsed => Change(parsed, options, (signing, authority) =>
        {
            var holder = new Holder(parsed.GetValue(name)!, parsed.GetValue(publicKey)!.Trim());
            if (!IsKey(holder.Key))
            {
                throw new UsageException("That is not a public key.", "Give the line that \"holdfast trust new-key\" printed.");
            }

            signing.AddHolder(authority, holder);
            return $"{holder.Name} may sign from now on, by {Authority.FingerprintOf(holder)}.";
        }));
        return command;
    }

    public static Command Remove()
    {
        var name = new Argument<string>("NAME") { Description = "Whose key may sign no more." };
        var command = new Command("remove-holder", "Let a key sign no more. What counts now is signed anew.") { name };
        var options = new TrustOptions().AddTo(command, signs: true);
        command.SetAction(parsed => Change(parsed, options, (signing, authority) =>
        {
            var holder = authority.Holders.FirstOrDefault(h => h.Name == parsed.GetValue(name)) ?? throw new UsageException(
                $"No one called \"{parsed.GetValue(name)}\" may sign.", $"These may: {string.Join(", ", authority.Holders.Select(h => h.Name))}.");
            if (holder == authority.Holders[0])
            {
                throw new TrustException($"{holder.Name} holds the key that leads, which cannot be removed.", "Put another one in its place: holdfast trust rotate FILE");
            }

            signing.RemoveHolder(authority, holder);
            return $"{holder.Name} may sign no more.";
        }));
        return command;
    }

    public static Command Rotate()
    {
        var file = new Argument<string>("FILE") { Description = "The new key; it is made when it is not there." };
        var command = new Command("rotate", "Put a new key in the place of the one that leads, which names it.") { file };
        var options = new TrustOptions().AddTo(command, signs: true);
        command.SetAction(parsed => Change(parsed, options, (signing, authority) =>
        {
            var at = Path.GetFullPath(parsed.GetValue(file)!);
            using var next = File.Exists(at) ? SigningKey.Read(at) : SigningKey.Make(at);
            signing.Rotate(authority, next);
            return $"{next.Fingerprint} leads from now on; its key is {next.File}. Print the kit anew and destroy the old ones; then destroy the old key.";
        }));
        return command;
    }

    /// <summary>Says one more thing by the organization's key.</summary>
    public static int Change(ParseResult parsed, TrustOptions options, Func<Signing, Authority, string> change)
    {
        var memory = new TrustMemory(options.StateOf(parsed));
        var authority = TrustOptions.AuthorityOf(memory);
        using var key = options.KeyOf(parsed, memory);
        var screen = options.ScreenOf(parsed);
        screen.Line(change(new(memory, key, TimeProvider.System), authority));
        screen.Line(TrustOptions.Later);
        return ExitCode.Good;
    }

    private static bool IsKey(string publicKey)
    {
        try
        {
            using var key = System.Security.Cryptography.ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.KeySize == 256;
        }
        catch (Exception e) when (e is FormatException or System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
