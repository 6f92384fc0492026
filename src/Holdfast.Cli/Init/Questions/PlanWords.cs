using Holdfast.Cli.Init.Texts;
using Holdfast.Recovery.Plans.Sections;

namespace Holdfast.Cli.Init.Questions;

/// <summary>Asks the reader of plans whether a plan could hold an answer, so that there is one truth about it.</summary>
internal static class PlanWords
{
    public static string? OfOrganization(string name) => Complaint($"organization: {Yaml.Text(name)}\n", "bad-name", "no-value");

    public static string? OfContact(string key, string value) => Complaint($"people: {{ x: {{ name: x, {key}: {Yaml.Text(value)} }} }}\n", "bad-contact");

    public static string? OfRepository(string at) => Complaint(
        $"repositories: {{ x: {{ at: {Yaml.Text(at)}, site: x, key: env:X }} }}\n", "not-a-folder", "secret-in-plan", "placeholder-not-here", "no-value");

    public static string? OfName(string name) => Complaint($"sites: {{ {Yaml.Text(name)}: {{ fails with: [building x] }} }}\n", "bad-name");

    private static string? Complaint(string plan, params string[] ids) =>
        PlanReader.Read(plan, "answer").Problems.Where(p => p.Id == "not-text" || ids.Contains(p.Id)).Select(p => $"{p.Message}; {p.Hint}").FirstOrDefault();
}
