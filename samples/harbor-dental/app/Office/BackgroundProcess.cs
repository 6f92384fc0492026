using System.Diagnostics;
using System.Globalization;
using HarborDental.CommandLine;

namespace HarborDental.Office;

/// <summary>A program of the office that keeps running after we end, and the file in <c>run/</c> that remembers which it was.</summary>
internal sealed class BackgroundProcess(string run, string name)
{
    private string PidFile => Path.Combine(run, $"{name}.pid");

    public string Log => Path.Combine(run, $"{name}.log");

    /// <summary>The process that was started last; null when it does not live any more.</summary>
    public ProcessIdentity? Running()
    {
        try
        {
            var parts = File.ReadAllText(PidFile).Split(' ');
            var identity = new ProcessIdentity(
                int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
            return identity.Lives ? identity : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException)
        {
            throw new SampleException($"{PidFile} is damaged", "stop the program by hand, then delete that file.", e);
        }
    }

    /// <summary>Starts it in a session of its own, so that it outlives the terminal; does nothing while it runs.</summary>
    public void Start(IEnumerable<string> command)
    {
        if (Running() is not null) return;
        Directory.CreateDirectory(run);
        // Every program here replaces the one before (exec), so that the pid is the service's own.
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = Path.GetDirectoryName(run) };
        foreach (var word in (string[])["sh", "-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", Log, .. command]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        if (ProcessIdentity.Of(process.Id) is not { } identity)
            throw new SampleException($"{name} ended at once", $"read {Log}.");
        File.WriteAllText(PidFile, string.Create(CultureInfo.InvariantCulture, $"{identity.Pid} {identity.StartTicks}"));
    }

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Whether it ran.</returns>
    public async Task<bool> Stop(int signal, TimeProvider time)
    {
        if (Running() is not { } process) return false;
        process.Signal(signal);
        if (!await Ended([process], TimeSpan.FromSeconds(30), time))
            throw new SampleException($"{name} (pid {process.Pid}) does not end", $"read {Log}; it goes on running.");
        File.Delete(PidFile);
        return true;
    }

    /// <summary>Kills it and the processes it made.</summary>
    /// <returns>Whether it ran.</returns>
    public async Task<bool> Kill(TimeProvider time)
    {
        if (Running() is not { } process) return false;

        // 1. Freeze it: a database server that sees a child killed would start over, and fork new ones behind our back.
        process.Signal(Native.Stop);
        // 2. Its children, while they still are its children.
        var children = process.Children();
        foreach (var child in children) child.Signal(Native.KillNow);
        // 3. Itself.
        process.Signal(Native.KillNow);
        if (!await Ended([process, .. children], TimeSpan.FromSeconds(10), time))
            throw new SampleException($"{name} (pid {process.Pid}) survived SIGKILL", "it hangs in the kernel; look with ps.");
        return true;
    }

    private static async Task<bool> Ended(IReadOnlyList<ProcessIdentity> processes, TimeSpan patience, TimeProvider time)
    {
        var began = time.GetTimestamp();
        while (processes.Any(p => p.Lives))
        {
            if (time.GetElapsedTime(began) > patience) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }

        return true;
    }
}
