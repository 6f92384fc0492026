using Holdfast.Cli.Repo;
using Holdfast.Presentation;
using Holdfast.Restic.Faults;
using Holdfast.Sources.Secrets;

namespace Holdfast.Cli.Keys;

/// <summary>A key as somebody types it from paper, line by line; each line is checked when it is typed. Nothing of it is shown.</summary>
internal static class TypedKey
{
    /// <summary>So often a line is asked for again.</summary>
    private const int Tries = 3;

    /// <returns>As it is printed; a key without check signs to the letter.</returns>
    /// <exception cref="RepositoryException">Wrong key: a line is not as it was printed.</exception>
    /// <exception cref="UsageException">Nothing was typed.</exception>
    public static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (!Typing.IsPossible)
        {
            return await ReadAsync(async (_, ct) => await Console.In.ReadLineAsync(ct), tries: 1, Screen.Note, cancellationToken);
        }

        Console.Error.WriteLine("Type the key as it is on paper, line by line. Nothing of it is shown.");
        return await ReadAsync(async (line, ct) => await Typing.SecretAsync($"Line {line}: ", Console.Error, ct), Tries, Screen.Note, cancellationToken);
    }

    /// <param name="next">The next line, by its number; null: there is none.</param>
    /// <param name="tell">Hears what is wrong with a line that is asked for again.</param>
    internal static async Task<string> ReadAsync(Func<int, CancellationToken, Task<string?>> next, int tries, Action<string> tell, CancellationToken cancellationToken)
    {
        var typed = "";
        for (var (line, left) = (1, tries); ;)
        {
            var more = (await next(line, cancellationToken))?.Trim();
            if (more is null || (more.Length == 0 && typed.Length == 0))
            {
                return typed.Length == 0 ? throw new UsageException("No key was given.", "Type it when asked, or send it on standard input; a key is never on the command line.")
                    : throw Wrong($"it ends after {PaperKey.ReadBeginning(typed).Groups} of its groups");
            }

            var all = typed.Length == 0 ? more : $"{typed}-{more}";
            if (typed.Length == 0 && !PaperKey.IsMeant(all) && !IsFirstLine(all))
            {
                return more; // A key without check signs is one line, whatever is in it.
            }

            if (PaperKey.ReadBeginning(all).Complaint is { } complaint)
            {
                if (--left == 0)
                {
                    throw Wrong(complaint);
                }

                tell($"Line {line} is not as it was printed: {complaint}. Type that line again.");
            }
            else if (PaperKey.Read(all).Key is { } key)
            {
                return key;
            }
            else
            {
                (typed, line, left) = (all, line + 1, tries);
            }
        }
    }

    private static bool IsFirstLine(string line) => PaperKey.ReadBeginning(line) is { Groups: > 1 };

    private static RepositoryException Wrong(string complaint) =>
        new(RepositoryFault.WrongPassword, $"The key is not as it was printed: {complaint}.", "Compare it with the paper, group by group, and type it again; no repository was asked.");
}
