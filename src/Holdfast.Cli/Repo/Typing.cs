using System.Text;

namespace Holdfast.Cli.Repo;

/// <summary>Secrets typed at the terminal: nothing of them is shown.</summary>
internal static class Typing
{
    internal static bool IsPossible => !Console.IsInputRedirected;

    internal static async Task<string> SecretAsync(string prompt, TextWriter errors, CancellationToken ct)
    {
        errors.Write(prompt);
        try
        {
            // Whoever interrupts does not want to press another key for it.
            return await Task.Run(ReadLine, ct).WaitAsync(ct);
        }
        finally
        {
            errors.WriteLine();
        }
    }

    private static string ReadLine()
    {
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

        return typed.ToString();
    }
}
