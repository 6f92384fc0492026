namespace Holdfast.Interop.Programs;

/// <summary>The programs that this build made, found in its artifacts.</summary>
internal static class Built
{
    /// <summary>The program that users get where it was made, as <c>./test</c> does; otherwise the build beside this one, which starts slower.</summary>
    public static string Holdfast { get; } = Environment.GetEnvironmentVariable("HOLDFAST_PROGRAM") ?? In("Holdfast.Cli", "holdfast");

    /// <summary>The folder of the sources that it was built from.</summary>
    public static string Checkout { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    public static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(Holdfast, arguments);

    /// <param name="input">What it reads on standard input.</param>
    public static Task<ProgramRun> TellAsync(string input, params string[] arguments) => ProgramRun.OfAsync(Holdfast, arguments, input: input);

    /// <summary>
    /// Without root's right to read everything, so that a file's mode counts. (Another user might not be able to enter the folder of
    /// this build.)
    /// </summary>
    public static Task<ProgramRun> RunAsOwnerAsync(string[] arguments) => Environment.IsPrivilegedProcess
        ? ProgramRun.OfAsync("setpriv", ["--bounding-set=-dac_override,-dac_read_search", "--", Holdfast, .. arguments])
        : RunAsync(arguments);

    private static string In(string project, string program)
    {
        var here = AppContext.BaseDirectory.TrimEnd('/'); // artifacts/bin/Holdfast.Interop/CONFIGURATION
        return Path.GetFullPath(Path.Combine(here, "..", "..", project, Path.GetFileName(here), program));
    }
}
