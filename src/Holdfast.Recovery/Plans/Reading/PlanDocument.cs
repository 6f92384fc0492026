using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// Builds the nodes of a plan from YAML events. Our own stack, not YamlDotNet's representation model: that one recurses,
/// and 40 KB of <c>[</c> end the process with a stack overflow that nothing can catch.
/// </summary>
internal sealed class PlanDocument
{
    // The deepest place of a plan is about ten deep.
    private const int Deepest = 64;

    private readonly ProblemLog log;
    private readonly Stack<OpenNode> open = [];
    private PlanNode? root;

    private PlanDocument(ProblemLog log) => this.log = log;

    /// <returns>Null when there is no document, or none that can be understood as a whole; the log says why.</returns>
    public static PlanNode? Parse(string text, ProblemLog log)
    {
        var document = new PlanDocument(log);
        try
        {
            return document.Read(new Parser(new Scanner(new StringReader(text))));
        }
        catch (YamlException e)
        {
            YamlSyntax.Report(e, text, log);
            return null;
        }
    }

    /// <exception cref="YamlException">The text is not YAML.</exception>
    private bool MoveNext(Parser events)
    {
        try
        {
            return events.MoveNext();
        }
        catch (Exception e) when (e is not YamlException) // for some mistakes the scanner ends with whatever it stumbled over
        {
            var place = events.Current?.End ?? Mark.Empty;
            throw new YamlException(place, place, open.TryPeek(out var inside) && inside.IsFlow
                ? YamlSyntax.UnclosedSign(inside.IsMap) : "stumbled", e);
        }
    }

    private PlanNode? Read(Parser events)
    {
        var documents = 0;
        while (MoveNext(events))
        {
            var next = events.Current!;
            if (next is DocumentStart && ++documents == 2)
            {
                log.Add(ProblemId.ManyDocuments, PlaceOf(next),
                    "a second document starts here, and a plan is one", "remove the line of dashes or dots between them.");
                return null;
            }

            if (next is AnchorAlias alias)
            {
                var at = PlaceOf(alias);
                RefuseAlias(at);
                Add(new RefusedNode(at));
            }
            else if (next is NodeEvent node && !Enter(node))
            {
                return null;
            }

            if (next is SequenceEnd or MappingEnd)
            {
                var done = open.Pop();
                Add(done.Close());
            }
        }

        return root;
    }

    /// <returns>False when reading on would lead too deep.</returns>
    private bool Enter(NodeEvent node)
    {
        var at = PlaceOf(node);
        RefuseDecorations(node, at);
        switch (node)
        {
            case Scalar scalar:
                Add(TextOf(scalar, at));
                return true;
            default:
                open.Push(OpenNode.Of(node, at));
                if (open.Count > Deepest)
                {
                    log.Add(ProblemId.TooDeep, at, $"more than {Deepest} lists and mappings stand inside each other here",
                        "count the brackets and the indentation before this place; a plan needs about ten levels.");
                }

                return open.Count <= Deepest;
        }
    }

    // Aliases can make a small file enormous, and tags ask a reader to make objects: a plan needs neither.
    private void RefuseDecorations(NodeEvent node, Place at)
    {
        if (!node.Anchor.IsEmpty)
        {
            RefuseAlias(at);
        }
        else if (!node.Tag.IsEmpty)
        {
            log.Add(ProblemId.Tag, at, YamlSyntax.TagMessage, YamlSyntax.TagHint);
        }
    }

    private Place PlaceOf(ParsingEvent node) => new(log.File, (int)node.Start.Line, (int)node.Start.Column);

    private void RefuseAlias(Place at) =>
        log.Add(ProblemId.Alias, at, YamlSyntax.AliasMessage, YamlSyntax.AliasHint);

    private static TextNode TextOf(Scalar scalar, Place at) =>
        new(scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL", at);

    private void Add(PlanNode node)
    {
        if (open.TryPeek(out var parent))
        {
            parent.Add(node, log);
        }
        else
        {
            root = node;
        }
    }

    /// <summary>A list or a mapping whose end has not been read yet.</summary>
    private sealed class OpenNode(bool isMap, bool isFlow, Place at)
    {
        private readonly List<PlanNode> items = [];
        private readonly List<MapEntry> entries = [];
        private readonly Dictionary<string, TextNode> keys = [];
        private PlanNode? key;

        public bool IsMap => isMap;

        /// <summary>Whether it was opened by a bracket or a brace, and so must be closed by one.</summary>
        public bool IsFlow => isFlow;

        public static OpenNode Of(NodeEvent start, Place at) => start is MappingStart map
            ? new OpenNode(isMap: true, map.Style == MappingStyle.Flow, at)
            : new OpenNode(isMap: false, start is SequenceStart { Style: SequenceStyle.Flow }, at);

        public void Add(PlanNode node, ProblemLog log)
        {
            if (!isMap)
            {
                items.Add(node);
            }
            else if (key is null)
            {
                key = node;
            }
            else
            {
                AddEntry(key, node, log);
                key = null;
            }
        }

        public PlanNode Close() => isMap
            ? new MapNode([.. entries], at)
            : new ListNode([.. items], at);

        private void AddEntry(PlanNode name, PlanNode value, ProblemLog log)
        {
            if (name is TextNode text && keys.TryAdd(text.Text, text))
            {
                entries.Add(new MapEntry(text, value));
            }
            else if (name is TextNode again)
            {
                log.Add(ProblemId.DuplicateKey, name,
                    $"{Shown.NameBefore(value, again.Text)} stands twice in one place; the first is on line {keys[again.Text].At.Line}",
                    "every name is defined once: remove one of the two, or give it another name.");
            }
            else if (name is not RefusedNode)
            {
                log.Add(ProblemId.WrongType, name, "a list or a mapping stands here in place of a name",
                    "a name before a colon is text; put text that starts with [ or { in quotes.");
            }
        }
    }
}
