using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Holdfast.Presentation;

/// <summary>What a command shows: words for people, or one JSON object and nothing else on standard output.</summary>
public sealed class Screen(bool json)
{
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions OneLine = Written with { Indented = false };

    /// <summary>Whether everything is said in JSON, warnings and errors too; decided by the command line.</summary>
    private static bool _allJson;

    public bool Json { get; } = json;

    public static void SpeakJson() => _allJson = true;

    /// <summary>A message for whoever watches, on standard error: words, or one line of JSON.</summary>
    public static void Tell(string words, JsonObject json) => Tell([words], json);

    /// <summary>The same of several lines.</summary>
    public static void Tell(IEnumerable<string> lines, JsonObject json) =>
        Console.Error.WriteLine(_allJson ? Text(json, OneLine) : string.Join('\n', lines.Select(TerminalText.Shown)));

    public static void WriteJson(JsonNode value) => Console.WriteLine(AsJson(value));

    public static string AsJson(JsonNode value) => Text(value, Written);

    /// <summary>On one line, as restic writes it.</summary>
    public static string AsJsonLine(JsonNode value) => Text(value, OneLine);

    /// <param name="text">May hold what others wrote: nothing in it reaches the terminal but what is to be seen.</param>
    public void Line(string text = "")
    {
        if (!Json)
        {
            Console.WriteLine(Paint.Keep(text));
        }
    }

    public void Heading(string text)
    {
        if (!Json)
        {
            Console.WriteLine();
            Console.WriteLine(Console.IsOutputRedirected ? TerminalText.Shown(text) : $"\e[1m{TerminalText.Shown(text)}\e[0m");
        }
    }

    /// <param name="columns">Headings; one that begins with <c>&gt;</c> is aligned to the right.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (Json)
        {
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            var right = column.StartsWith('>');
            table.AddColumn(new TableColumn(new Text(right ? column[1..] : column)) { Alignment = right ? Justify.Right : Justify.Left, NoWrap = true });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(TerminalText.Shown(cell))));
        }

        // Outside a terminal nothing knows the width, and a table cut to 80 columns helps nobody.
        var console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = 160;
        }

        console.Write(table);
    }

    /// <summary>Something the reader must not overlook. Goes to standard error, also with --json.</summary>
    public static void Warn(string text) => Tell("WARNING: " + text, new JsonObject { { "message_type", "warning" }, { "message", text } });

    /// <summary>How far something is that takes long, on standard error.</summary>
    public static void Note(string text) => Tell(text, new JsonObject { { "message_type", "progress" }, { "message", text } });

    /// <summary>Something that must be read before anybody answers yes: in red where there are colours.</summary>
    public static void Alarm(string text)
    {
        if (_allJson)
        {
            Warn(text);
        }
        else
        {
            Console.Error.WriteLine(Paint.Red(text));
        }
    }

    private static string Text(JsonNode value, JsonWriterOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
