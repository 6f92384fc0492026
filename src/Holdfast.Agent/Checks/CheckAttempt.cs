using System.Globalization;
using Holdfast.Agent.Access;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Services;
using Holdfast.Protocol;
using Holdfast.Sources;
using Holdfast.Sources.Kinds;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Checks;

/// <summary>Asks once.</summary>
internal sealed class CheckAttempt(AgentSettings settings, HttpQuestion http, CommandRunner commands, KnownData data)
{
    private static readonly TimeSpan LongestCommand = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestCommand = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestQuery = TimeSpan.FromDays(45); // About what a timer of .NET can wait.
    private static readonly TimeSpan ShortestQuery = TimeSpan.FromSeconds(1);

    private readonly Leftovers _leftovers = new(settings);

    internal async Task<Attempt> AskAsync(CheckSpec check, Answerers? from, TimeSpan left, CancellationToken cancellation)
    {
        try
        {
            return check switch
            {
                HttpCheckSpec spec => new(await http.WhatIsWrongAsync(spec, cancellation)),
                SqlCheckSpec spec => new(await AskDatabaseAsync(spec, left, cancellation)),
                FilesCheckSpec spec => new(Count(spec)),
                CommandCheckSpec spec => await RunAsync(spec, from, left, cancellation),
                _ => throw new HostException($"this agent does not know the check {check.GetType().Name}",
                    "update Holdfast on this host"),
            };
        }
        catch (HostException e)
        {
            // A server that is still starting fails like a broken one; only time tells them apart.
            return new(e.Hint is null ? e.Message : $"{e.Message} (HINT: {e.Hint})");
        }
    }

    internal static string Describe(CheckSpec check) => check switch
    {
        HttpCheckSpec spec => $"{spec.Method} {spec.Url}",
        SqlCheckSpec spec => $"query {spec.Query}",
        FilesCheckSpec spec => $"files in {spec.Folder}",
        CommandCheckSpec spec => $"command {string.Join(' ', spec.Command)}",
        _ => check.GetType().Name,
    };

    private async Task<string?> AskDatabaseAsync(SqlCheckSpec spec, TimeSpan left, CancellationToken cancellation)
    {
        // What was restored decides how long a query takes: a view in it may never end.
        var most = left < ShortestQuery ? ShortestQuery : left > LongestQuery ? LongestQuery : left;
        using var late = new CancellationTokenSource(most, settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await AskDatabaseAsync(spec, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no answer within {most.TotalSeconds:0.#} s");
        }
    }

    private async Task<string?> AskDatabaseAsync(SqlCheckSpec spec, CancellationToken cancellation)
    {
        var question = new Question(spec.Query, spec.Disaster, spec.Rpo);
        var (kind, at) = (SourceKinds.Of(spec.Source.Kind), data.At(spec.Source));
        return Wrong(spec, await kind.AskAsync(at, spec.Database, question, cancellation))
            ?? (spec.Writes ? await kind.WhyNoWriteAsync(at, spec.Database, cancellation) : null);
    }

    private static string? Wrong(SqlCheckSpec spec, string answer) => Answer.IsAsExpected(answer, spec.Expect) ? null
        : $"expected {spec.Expect}, got {Answer.InWordsOf(answer, spec.Expect)}";

    private static string? Count(FilesCheckSpec spec)
    {
        try
        {
            // Links are neither counted nor followed: they may lead out of the restored data, or nowhere.
            var every = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
            var found = Directory.EnumerateFiles(spec.Folder, "*", every).Take(spec.AtLeast).Count();
            return found >= spec.AtLeast ? null : $"expected at least {spec.AtLeast} files, found {found}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private async Task<Attempt> RunAsync(CommandCheckSpec spec, Answerers? from, TimeSpan left, CancellationToken cancellation)
    {
        var most = left < ShortestCommand ? ShortestCommand : left > LongestCommand ? LongestCommand : left;
        var mark = from is null ? null : new RunMark(from.Run, from.Step, from.Drill, from.Walled);
        var watch = new ConnectionWatch(settings.Time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        (int Session, Task Watching) running = (0, Task.CompletedTask);
        try
        {
            var end = await commands.EndOfAsync(spec.Folder, spec.Command, spec.As, mark, most, cancellation, pid => running = (pid, Watch(pid)));
            await over.CancelAsync();
            await running.Watching;
            return new(CommandRunner.WhyBad(spec.Command.FirstOrDefault("it"), end, most))
            {
                Note = await _leftovers.EndAfterAsync(spec.Folder, mark, running.Session, cancellation), Asked = watch.Asked, AskedSockets = watch.AskedSockets,
                AskedBySomebody = from is null or { Anyone: true } || watch.Asked.Count + watch.AskedSockets.Count > 0 ? [] : watch.AskedBySomebody(),
            };
        }
        finally
        {
            await over.CancelAsync();
            await running.Watching;
        }

        Task Watch(int pid) => from is null or { Anyone: true } ? Task.CompletedTask : Task.Run(() => watch.RunAsync(pid, over.Token), CancellationToken.None);
    }
}
