namespace Holdfast.Interop.Programs;

/// <summary>The programs that this build made, found in its artifacts.</summary>
internal static class Built
{
    public static string Holdfast { get; } = In("Holdfast.Cli", "holdfast");

    public static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(Holdfast, arguments);

    private static string In(string project, string program)
    {
        var here = AppContext.BaseDirectory.TrimEnd('/'); // artifacts/bin/Holdfast.Interop/CONFIGURATION
        return Path.GetFullPath(Path.Combine(here, "..", "..", project, Path.GetFileName(here), program));
    }
}
