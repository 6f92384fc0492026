
namespace Holdfast.Agent.Discovery;

/// <summary>Containers, as the programs that run them list them, and the files that describe them.</summary>
internal sealed class ContainerFinder(Machine machine)
{
    private static readonly string[] Programs = ["docker", "podman"];

    internal async Task<IReadOnlyList<Found>> FindAsync(IEnumerable<string> composeFiles, CancellationToken cancellation)
    {
        var found = new List<Found>();
        foreach (var program in Programs)
        {
            var listed = await machine.RunAsync(program, ["ps", "--all", "--no-trunc", "--format", "{{.Names}}\t{{.Image}}\t{{.Mounts}}"], cancellation) ?? "";
            foreach (var words in listed.Split('\n').Select(l => l.Split('\t')))
            {
                if (words is [{ Length: > 0 } name, var image, var mounts])
                    found.Add(new FoundContainer(program, name, image, [.. mounts.Trim('[', ']').Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)]));
            }
        }

        return [.. found, .. composeFiles.Order(StringComparer.Ordinal).Select(f => new FoundComposeFile(f))];
    }
}
