using System.Diagnostics;
using Holdfast.Agent.Discovery;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Agent.Discovery;

/// <summary>A machine's files under a folder of their own, real ones, and programs that are scripts.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly Scratch _scratch = new();

    public string Root => _scratch["root"];

    public Machine Machine(TimeSpan? patience = null) =>
        new(Root, $"{_scratch["programs"]}:/usr/bin:/bin", patience ?? TimeSpan.FromSeconds(30), TimeProvider.System);

    public FakeMachine()
    {
        Directory.CreateDirectory(Root);
        // Those of the machine that the tests run on would tell of it.
        foreach (var program in new[] { "pg_lsclusters", "docker", "podman" }) Program(program, "exit 0");
    }

    public FakeMachine With(string file, string text)
    {
        _scratch.Write("root" + file, text);
        return this;
    }

    public FakeMachine WithFolder(string folder)
    {
        Directory.CreateDirectory(Root + folder);
        return this;
    }

    /// <param name="target">As the machine itself would write it.</param>
    public FakeMachine WithLink(string link, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Root + link)!);
        File.CreateSymbolicLink(Root + link, target);
        return this;
    }

    public FakeMachine Program(string name, string script)
    {
        var file = _scratch.Write("programs/" + name, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public async Task<IReadOnlyList<Found>> LookAsync(Machine? machine = null) =>
        await LookAround.AtAsync(machine ?? Machine(), _ => { }, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        // By the program, because some tests make names that .NET's strings cannot hold.
        using (var remove = Process.Start("rm", ["-rf", "--", Root])) remove.WaitForExit();
        _scratch.Dispose();
    }
}
