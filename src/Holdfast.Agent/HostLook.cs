using System.Globalization;
using System.Net.NetworkInformation;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Data;
using Holdfast.Agent.Users;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Restic.Faults;
using Holdfast.Sources;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent;

/// <summary>Sees whether this host has what recovery will need of it. Touches nothing.</summary>
internal sealed class HostLook(AgentSettings settings, Repositories repositories)
{
    private static readonly TimeSpan UnitPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RepositoryPatience = TimeSpan.FromSeconds(15);

    internal async Task<Report> LookAsync(LookAtHostOrder order, CancellationToken cancellationToken)
    {
        var opened = order.Repositories.Select(address => OpenAsync(address, cancellationToken)).ToArray();
        var findings = new List<HostFinding>();
        var path = ChildEnvironment.WithoutSecrets(settings.SecretVariables).GetValueOrDefault("PATH");
        findings.AddRange(order.Programs.Select(p => Executables.Find(p, order.Folder, path) is { } found
            ? new HostFinding($"program {p}", true, found == p ? null : found)
            : new HostFinding($"program {p}", false, "it is not on this host")));
        foreach (var user in order.Users)
        {
            findings.Add(await UserAsync(user, cancellationToken));
        }

        foreach (var unit in order.Units)
        {
            findings.Add(await UnitAsync(unit, cancellationToken));
        }

        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(l => l.Port).ToHashSet();
        findings.AddRange(order.Ports.Select(p => taken.Contains(p)
            ? new HostFinding($"port {p}", false, $"{OwnerOf(p)} listens on it")
            : new HostFinding($"port {p}", true)));
        findings.AddRange(await Task.WhenAll(opened));
        return new HostSeen(FreeBytes(order.Folder), findings);
    }

    private async Task<HostFinding> UserAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var user = await User.FindAsync(name, settings.Time, cancellationToken);
            return user.IsCurrent || Environment.IsPrivilegedProcess
                ? new($"user {name}", true)
                : new($"user {name}", false, $"Holdfast runs here as {Environment.UserName}, who cannot become {name}");
        }
        catch (HostException e)
        {
            return new($"user {name}", false, e.Message);
        }
    }

    private async Task<HostFinding> UnitAsync(string unit, CancellationToken cancellationToken)
    {
        try
        {
            var end = await new HostProgram("systemctl", ["cat", "--", unit]).RunAsync(settings.Time, UnitPatience, cancellationToken);
            return end.IsGood ? new($"unit {unit}", true) : new($"unit {unit}", false, end.LastLines(1));
        }
        catch (HostException e)
        {
            return new($"unit {unit}", null, e.Message);
        }
    }

    private async Task<HostFinding> OpenAsync(RepositoryAddress address, CancellationToken cancellationToken)
    {
        var begun = settings.Time.GetTimestamp();
        try
        {
            await using var repository = await repositories.OpenToReadAsync(address, RepositoryPatience, cancellationToken);
            var took = settings.Time.GetElapsedTime(begun);
            return new($"repository {address.Name}", true, string.Create(CultureInfo.InvariantCulture, $"opened in {took.TotalSeconds:0.0} s"));
        }
        catch (Exception e) when (e is FailureException or IOException or UnauthorizedAccessException)
        {
            var isUnmade = e is RepositoryException { Fault: RepositoryFault.NotFound } && Repositories.WhatIsAt(address.At) is null;
            return new($"repository {address.Name}", false, Failure.Of(e).OneLine) { Unmade = isUnmade ? address.Name : null };
        }
    }

    private static string OwnerOf(int port) =>
        Listeners.OnAnyAddress(port).Sockets.SelectMany(s => s).Select(p => OpenFiles.Describe(p.Pid)).FirstOrDefault() ?? "a program that only root may see";

    private static long? FreeBytes(string folder)
    {
        try
        {
            var there = folder;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above)
            {
                there = above; // It will be made there.
            }

            return new DriveInfo(there).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
