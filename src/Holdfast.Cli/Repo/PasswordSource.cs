using System.Diagnostics;
using System.Runtime.InteropServices;
using Holdfast.Failures;
using Holdfast.Presentation;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Platform;
using Holdfast.Sources.Secrets;

namespace Holdfast.Cli.Repo;

/// <summary>
/// Where a password comes from: a file, a program, the environment, whoever sits at the terminal, or standard input where no one sits there.
/// </summary>
/// <param name="None">The repository has an empty password, and that is meant so.</param>
/// <param name="InputIsData">Standard input is wanted for something else.</param>
internal sealed record PasswordSource(string? File, string? Command, string? Variable, bool None, bool InputIsData, TextWriter Errors)
{
    /// <summary>Someone types it, and can be asked again.</summary>
    internal bool IsTyped => !None && File is null && Command is null && Variable is null && Typing.IsPossible;

    /// <exception cref="UsageException">It is not given, or in two ways, or cannot be read.</exception>
    internal async Task<Password> ReadAsync(string prompt, CancellationToken ct)
    {
        RefuseTwo();
        return None ? Password.Empty
            : File is not null ? Filled(SmallFile.Read(File, "password file").Trim())
            : Command is not null ? Filled((await RunAsync(Command, ct)).Trim())
            : Variable is not null ? new(AsPrinted(Variable))
            : InputIsData ? throw Wrong("standard input cannot give both the password and the data", "use --password-file, --password-command or RESTIC_PASSWORD")
            : Typing.IsPossible ? Filled(await Typing.SecretAsync(prompt, Errors, ct))
            : Filled(await InputLineAsync(ct));
    }

    /// <summary>A password that is about to be set: typed twice where it is typed.</summary>
    internal async Task<Password> ReadTwiceAsync(CancellationToken ct)
    {
        if (!IsTyped)
        {
            return await ReadAsync("", ct);
        }

        RefuseTwo();
        var first = await Typing.SecretAsync("new password: ", Errors, ct);
        return first == await Typing.SecretAsync("once more: ", Errors, ct) ? Filled(first) : throw Wrong("the two are not the same");
    }

    private void RefuseTwo()
    {
        if (File is not null && Command is not null)
        {
            throw Wrong("the password is given both by a file and by a command", "give one of them; the environment variables count, too");
        }

        if (None && (File ?? Command ?? Variable) is not null)
        {
            throw Wrong("--insecure-no-password must not be specified together with a password", "leave one of them out; the environment variables count, too");
        }
    }

    // Waited for elsewhere, because reading standard input cannot be interrupted, and whoever writes to it may never do so.
    private static Task<string> InputLineAsync(CancellationToken ct) => Task.Run(InputLine, ct).WaitAsync(ct);

    // The line to the letter, spaces too, as restic takes it. No byte more than the line: the next one may be wanted elsewhere.
    private static string InputLine()
    {
        using var input = Console.OpenStandardInput();
        var line = new List<byte>();
        Span<byte> next = stackalloc byte[1];
        while (input.Read(next) == 1 && next[0] != '\n')
        {
            line.Add(next[0]);
        }

        var bytes = CollectionsMarshal.AsSpan(line);
        return RawText.FromBytes(bytes is [.. var text, (byte)'\r'] ? text : bytes);
    }

    private static Password Filled(string text) => text.Length > 0 ? new(AsPrinted(text)) : throw Wrong(
        "an empty password is not allowed by default", "use --password-file, --password-command or RESTIC_PASSWORD; --insecure-no-password where there is none");

    /// <summary>A key with check signs that was typed wrong is said to be so before the repository is asked; any other password is used to the letter.</summary>
    private static string AsPrinted(string text) =>
        !PaperKey.IsMeant(text) ? text
        : PaperKey.Read(text) is { Key: { } key } ? key
        : throw new FailureException(new(
            FailureCode.WrongKey, $"the key is not as it was printed: {PaperKey.Read(text).Complaint}",
            "compare it with the paper, group by group, and type it again; the repository was not asked"));

    private static async Task<string> RunAsync(string command, CancellationToken ct)
    {
        if (ShellWords.Split(command) is not [var program, ..] words)
        {
            throw Wrong("the password command is empty or has an open quote");
        }

        try
        {
            var start = RawProgram.Of(words);
            start.RedirectStandardOutput = true;
            using var process = Process.Start(start)!;
            using var output = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(output, ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 ? RawText.FromBytes(output.ToArray()) : throw Wrong($"the password command {program} ended with {process.ExitCode}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new UsageException($"cannot run the password command {program}: {e.Message}", cause: e);
        }
    }

    private static UsageException Wrong(string what, string? hint = null) => new(what, hint);
}
