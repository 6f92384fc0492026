using System.Diagnostics;
using System.Text;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;

namespace Holdfast.Cli.Repo;

/// <summary>Where a password comes from: a file, a program, the environment, or whoever sits at the terminal.</summary>
internal static class PasswordSource
{
    internal static async Task<Password> ReadAsync(string? file, string? command, string prompt, TextWriter errors, CancellationToken ct)
    {
        if (file is not null && command is not null)
        {
            throw new RepositoryException(RepositoryFault.Request, "the password is given both by a file and by a command", "give one of them");
        }

        if (file is not null)
        {
            return Password.FromFileContent(await ReadFileAsync(file, ct));
        }

        if (command is not null)
        {
            return Password.FromFileContent(await RunAsync(command, ct));
        }

        return Environment.GetEnvironmentVariable("RESTIC_PASSWORD") is { Length: > 0 } password ? new(password)
            : !Console.IsInputRedirected ? new(Typed(prompt, errors))
            : throw new RepositoryException(
                RepositoryFault.Request, "no password is given", "use --password-file, --password-command or RESTIC_PASSWORD");
    }

    /// <summary>A password that is about to be set: typed twice where it is typed.</summary>
    internal static async Task<Password> ReadNewAsync(string? file, TextWriter errors, CancellationToken ct)
    {
        if (file is not null)
        {
            return Password.FromFileContent(await ReadFileAsync(file, ct));
        }

        if (Console.IsInputRedirected)
        {
            throw new RepositoryException(RepositoryFault.Request, "no new password is given", "use --new-password-file");
        }

        var (first, second) = (Typed("new password: ", errors), Typed("once more: ", errors));
        return first == second ? new(first) : throw new RepositoryException(RepositoryFault.Request, "the two are not the same");
    }

    private static async Task<string> ReadFileAsync(string file, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllTextAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RepositoryException(RepositoryFault.Request, $"cannot read the password file {file}: {e.Message}", inner: e);
        }
    }

    private static async Task<string> RunAsync(string command, CancellationToken ct)
    {
        var words = Split(command);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 ? output : throw new RepositoryException(
                RepositoryFault.Request, $"the password command {words[0]} ended with {process.ExitCode}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new RepositoryException(RepositoryFault.Request, $"cannot run the password command {words[0]}: {e.Message}", inner: e);
        }
    }

    // Words as a shell splits them, without a shell: blanks apart, single and double quotes, backslash.
    private static List<string> Split(string command)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        for (var i = 0; i < command.Length; i++)
        {
            var c = command[i];
            if (c == '\\' && quote != '\'' && i + 1 < command.Length)
            {
                word.Append(command[++i]);
                isWord = true;
            }
            else if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
                isWord = true;
            }
            else if (c == ' ' && quote == '\0')
            {
                if (isWord)
                {
                    words.Add(word.ToString());
                }

                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        if (isWord)
        {
            words.Add(word.ToString());
        }

        return quote == '\0' && words.Count > 0
            ? words
            : throw new RepositoryException(RepositoryFault.Request, "the password command is empty or has an open quote");
    }

    private static string Typed(string prompt, TextWriter errors)
    {
        errors.Write(prompt);
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (key.KeyChar != '\0')
            {
                typed.Append(key.KeyChar);
            }
        }

        errors.WriteLine();
        return typed.ToString();
    }
}
