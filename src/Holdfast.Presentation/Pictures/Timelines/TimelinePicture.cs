using System.Xml.Linq;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>A prediction as a picture: what is done when to bring each system back, against its target, and what the business can't do meanwhile.</summary>
public static class TimelinePicture
{
    private const double Width = 1200;
    private const double Margin = 24;
    private const double Labels = 196;
    private const double Told = 206;

    private static readonly Lettering Heading = new(20, Bold: true);
    private static readonly Lettering Section = new(13, Bold: true);
    private static readonly Lettering Note = new(12);

    public static SvgPicture Of(Plan plan, Loss loss, Prediction prediction) => Draw(TimelineScene.Of(plan, loss, prediction), plan.Organization);

    private static SvgPicture Draw(TimelineScene scene, string organization)
    {
        var (left, right) = (Margin, Width - Margin);
        var scale = TimeScale.For(scene, left + Labels, right - Told - left - Labels);
        var drawing = new RowDrawing(scale, left, right, scene.Declared ?? TimeSpan.Zero);
        var content = new List<XElement>();
        var y = Margin + Heading.Size;
        content.Add(Svg.Text(TextFit.Cut($"{organization}: {scene.Heading}", Heading, right - left), left, y, Heading));
        y += 4;
        foreach (var line in scene.Notes.SelectMany(n => TextFit.Wrap(n, Note, right - left)))
        {
            y += Note.Leading;
            content.Add(Svg.Text(line, left, y, Note));
        }

        y += 14 + Axis.Height;
        var top = y;
        var rows = new List<XElement>();
        foreach (var (name, group) in new[] { ("What the business can't do meanwhile", scene.Processes), ("What is brought back", scene.Systems) })
        {
            if (group.IsEmpty)
            {
                continue;
            }

            // At the left, over the names: nothing else is there.
            rows.AddRange(TextFit.Wrap(name, Section, Labels - 10).Select((line, i) => Svg.Text(line, left, y + 18 + (i * Section.Leading), Section)));
            y += 10 + (TextFit.Wrap(name, Section, Labels - 10).Count * Section.Leading);
            foreach (var row in group)
            {
                rows.AddRange(drawing.Draw(row, y));
                y += RowDrawing.Height;
            }

            y += 8;
        }

        content.AddRange(new Axis(scale, scene.Declared).Draw(top, y));
        content.AddRange(rows);
        y += 34;
        foreach (var line in TextFit.Wrap(scene.Folded ?? "", Note, right - left))
        {
            content.Add(Svg.Text(line, left, y, Note));
            y += Note.Leading;
        }

        var (legend, bottom) = TimelineLegend.Draw(scene, scale, left, right, y);
        content.AddRange(legend);
        return new(Width, bottom + Margin, $"{organization}: {scene.Heading}", string.Join(" ", [.. scene.Notes, .. scene.Processes.Concat(scene.Systems).Select(r => r.Title + ".")]), content);
    }
}
