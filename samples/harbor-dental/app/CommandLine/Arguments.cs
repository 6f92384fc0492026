using System.Globalization;

namespace HarborDental.CommandLine;

/// <summary>The words after a verb: at most one folder, flags, and options that carry a value.</summary>
internal sealed class Arguments
{
    private readonly HashSet<string> flags = [];
    private readonly Dictionary<string, string> values = [];

    /// <param name="flagNames">Options that stand alone.</param>
    /// <param name="valueNames">Options that are followed by their value.</param>
    /// <exception cref="SampleException">A word is not known, or a value is missing.</exception>
    public Arguments(IEnumerable<string> words, string[] flagNames, string[] valueNames)
    {
        using var word = words.GetEnumerator();
        while (word.MoveNext())
        {
            if (flagNames.Contains(word.Current)) flags.Add(word.Current);
            else if (valueNames.Contains(word.Current))
            {
                var name = word.Current;
                if (!word.MoveNext()) throw Wrong($"{name} needs a value");
                values[name] = word.Current;
            }
            else if (!word.Current.StartsWith('-') && Folder is null) Folder = Path.GetFullPath(word.Current);
            else throw Wrong($"\"{word.Current}\" is not understood here");
        }
    }

    /// <summary>The only word that is no option, as an absolute path.</summary>
    public string? Folder { get; }

    public string RequiredFolder => Folder ?? throw Wrong("the folder of the business is missing");

    public bool Has(string flag) => flags.Contains(flag);

    public string? Value(string name) => values.GetValueOrDefault(name);

    public string Required(string name) => Value(name) ?? throw Wrong($"{name} is missing");

    public int Number(string name, int otherwise, int least, int most)
    {
        if (Value(name) is not { } text) return otherwise;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"{name} takes a whole number from {least} to {most}, not \"{text}\"");
    }

    private static SampleException Wrong(string what) => new(what, "run \"harbor-dental help\" to see the verbs and their options.");
}
