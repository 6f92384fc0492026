using System.CommandLine;
using System.CommandLine.Help;
using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>
/// A command line as restic's parser (Go's pflag) reads it, said again in the one form that no parser can read otherwise: the verb, each
/// option as <c>--name=value</c>, <c>--</c>, and the rest. Without it an option that is misspelt would be taken for a path to back up,
/// <c>@name</c> for a file with more options, and a value that looks like an option for an option.
/// </summary>
internal sealed class GoFlags
{
    private readonly Dictionary<string, Option> _options = new(StringComparer.Ordinal);
    private readonly List<string> _many = [];
    private readonly Dictionary<Option, string> _last = [];
    private readonly List<string> _rest = [];
    private bool _help;

    private GoFlags(IEnumerable<Option> options)
    {
        foreach (var option in options.Append(new HelpOption()))
        {
            // The first wins: what a verb says of itself, over what all verbs take.
            foreach (var name in option.Aliases.Prepend(option.Name))
            {
                _options.TryAdd(name, option);
            }
        }
    }

    /// <param name="repo">The command with all verbs.</param>
    /// <param name="args">What follows its name.</param>
    /// <returns>From its name on.</returns>
    /// <exception cref="UsageException">There is no such verb or option, or an option lacks its value.</exception>
    internal static string[] Canonical(Command repo, IReadOnlyList<string> args)
    {
        var (path, words, stray) = FindVerb(repo, args);
        var verb = path.LastOrDefault() ?? repo;
        if (stray is not null && !(path.Count == 0 && stray == "help"))
        {
            // Before its options are called unknown: they may be right ones of a verb that is not there.
            throw UnknownVerb.Of(string.Join(' ', path.Prepend(repo).Select(c => c.Name)), stray);
        }

        var flags = new GoFlags(verb.Options.Concat(path.SkipLast(1).Reverse().Append(repo).SelectMany(c => c.Options)));
        flags.Read([.. args.Where((_, i) => !words.Contains(i))]);
        if (path.Count == 0 && flags._rest is ["help", .. var topic])
        {
            return Canonical(repo, [.. topic, "--help"]);
        }

        if (verb.Subcommands.Count > 0 && !flags._help && flags._rest.Count > 0)
        {
            throw UnknownVerb.Of(string.Join(' ', path.Prepend(repo).Select(c => c.Name)), flags._rest[0]);
        }

        // A command that only has verbs under it tells of them.
        return [repo.Name, .. path.Select(c => c.Name), .. flags.Said(help: flags._help || verb.Subcommands.Count > 0)];
    }

    // The verb's words may stand behind options, whose values are no verbs. Which options take a value is asked of all verbs,
    // as the one is not known yet. A word where a verb should stand, and is none, is stray.
    private static (List<Command> Path, HashSet<int> Words, string? Stray) FindVerb(Command repo, IReadOnlyList<string> args)
    {
        var all = new GoFlags(repo.Options.Concat(Under(repo).SelectMany(c => c.Options)));
        List<Command> path = [];
        HashSet<int> words = [];
        var at = repo;
        for (var i = 0; i < args.Count && args[i] != "--" && at.Subcommands.Count > 0; i++)
        {
            if (IsOption(args[i]))
            {
                i += all.TakesNext(args[i]) ? 1 : 0;
            }
            else if (at.Subcommands.FirstOrDefault(c => c.Name == args[i] || c.Aliases.Contains(args[i])) is { } next)
            {
                path.Add(at = next);
                words.Add(i);
            }
            else
            {
                return (path, words, args[i]);
            }
        }

        return (path, words, null);
    }

    private static IEnumerable<Command> Under(Command command) => command.Subcommands.SelectMany(c => Under(c).Prepend(c));

    private static bool IsOption(string arg) => arg.Length > 1 && arg[0] == '-';

    private static bool HasOwnValue(Option option) => option is not (Option<bool> or CountOption or HelpOption);

    private bool TakesNext(string arg)
    {
        if (arg.StartsWith("--", StringComparison.Ordinal))
        {
            return !arg.Contains('=', StringComparison.Ordinal) && (!_options.TryGetValue(arg, out var option) || HasOwnValue(option));
        }

        for (var i = 1; i < arg.Length; i++)
        {
            if (_options.TryGetValue("-" + arg[i], out var option) && HasOwnValue(option))
            {
                return i == arg.Length - 1;
            }
        }

        return false;
    }

    private void Read(string[] args)
    {
        var queue = new Queue<string>(args);
        while (queue.TryDequeue(out var arg))
        {
            if (arg == "--")
            {
                _rest.AddRange(queue);
                return;
            }

            if (!IsOption(arg))
            {
                _rest.Add(arg);
            }
            else if (arg[1] == '-')
            {
                ReadLong(arg, queue);
            }
            else
            {
                ReadShort(arg, queue);
            }
        }
    }

    private void ReadLong(string arg, Queue<string> queue)
    {
        var parts = arg.Split('=', 2);
        if (parts[0] is "--" || !_options.TryGetValue(parts[0], out var option))
        {
            throw Wrong($"unknown flag: {parts[0]}");
        }

        Set(option, parts.Length > 1 ? parts[1]
            : !HasOwnValue(option) ? null
            : queue.TryDequeue(out var next) ? next
            : throw Wrong($"flag needs an argument: {arg}"));
    }

    private void ReadShort(string arg, Queue<string> queue)
    {
        for (var i = 1; i < arg.Length; i++)
        {
            if (!_options.TryGetValue("-" + arg[i], out var option))
            {
                throw Wrong($"unknown shorthand flag: '{arg[i]}' in {arg}");
            }

            var rest = arg[(i + 1)..];
            if (rest.Length > 1 && rest[0] == '=')
            {
                Set(option, rest[1..]);
                return;
            }

            if (HasOwnValue(option))
            {
                Set(option, rest.Length > 0 ? rest
                    : queue.TryDequeue(out var next) ? next
                    : throw Wrong($"flag needs an argument: '{arg[i]}' in {arg}"));
                return;
            }

            Set(option, null);
        }
    }

    /// <param name="value">Null: only named.</param>
    private void Set(Option option, string? value)
    {
        if (option is HelpOption)
        {
            _help = true;
        }
        else if (option is CountOption)
        {
            var before = _last.TryGetValue(option, out var said) ? int.Parse(said, null) : 0;
            var count = value is null ? before + 1
                : int.TryParse(value, out var given) && given >= 0 ? given
                : throw Wrong($"invalid argument \"{value}\" for \"{option.Name}\" flag: it is no count");
            _last[option] = count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (option is Option<bool>)
        {
            _last[option] = value switch
            {
                null or "1" or "t" or "T" or "true" or "TRUE" or "True" => "true",
                "0" or "f" or "F" or "false" or "FALSE" or "False" => "false",
                _ => throw Wrong($"invalid argument \"{value}\" for \"{option.Name}\" flag: it is neither true nor false"),
            };
        }
        else if (option.Arity.MaximumNumberOfValues > 1)
        {
            _many.AddRange(Said(option, value!));
        }
        else
        {
            // Of an option that has one value the last counts: a script's own default comes first, what its user adds afterwards.
            _last[option] = value!;
        }
    }

    private IEnumerable<string> Said(bool help) =>
        [.. _last.SelectMany(l => Said(l.Key, l.Value)), .. _many, .. help ? ["--help"] : Array.Empty<string>(), "--", .. _rest];

    // An empty value stands by itself: after a = the parser would miss it.
    private static string[] Said(Option option, string value) => value.Length > 0 ? [$"{option.Name}={value}"] : [option.Name, ""];

    private static UsageException Wrong(string what) => new(
        what, "\"holdfast repo VERB --help\" shows what a verb takes");
}
