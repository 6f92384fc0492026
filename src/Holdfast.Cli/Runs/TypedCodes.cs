using System.Collections.Immutable;
using System.Text;
using Holdfast.Execution.Codes;
using Holdfast.Presentation;

namespace Holdfast.Cli.Runs;

/// <summary>Reads one-time codes as they are typed: one a line from standard input, unseen on a terminal; never from the command line.</summary>
internal static class TypedCodes
{
    /// <exception cref="UsageException">Fewer were given.</exception>
    /// <exception cref="CodeRefusedException">One does not count.</exception>
    public static ImmutableArray<CodeProof> Read(CodeBook codes, int count)
    {
        var proofs = ImmutableArray.CreateBuilder<CodeProof>(count);
        for (var i = 0; i < count; i++)
        {
            var typed = Line(count == 1 ? "Code: " : $"Code of person {i + 1} of {count}: ");
            proofs.Add(codes.ProofOf(typed is { Length: > 0 }
                ? typed
                : throw new UsageException("No code was given.", "Type it when asked, or send it on standard input, one a line; a code never stands on the command line.")));
        }

        return proofs.ToImmutable();
    }

    private static string? Line(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine()?.Trim();
        }

        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString().Trim();
    }
}
