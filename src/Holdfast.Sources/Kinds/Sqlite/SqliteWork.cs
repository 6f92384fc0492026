namespace Holdfast.Sources.Kinds.Sqlite;

/// <summary>
/// Has SQLite work until somebody stops it. What a database says of itself can keep SQLite busy for ever (a view over an endless recursion, a
/// constraint that no one can evaluate), and a call into it does not return before it is done.
/// </summary>
internal static class SqliteWork
{
    /// <summary>SQLite looks between instructions whether to stop; within one, such as a pattern that is matched, it does not.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <param name="work">Opens its connections with the token.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">It was stopped, or went on without anyone who waits for it.</exception>
    internal static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, TimeProvider time, CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource();
        using var onStop = cancellation.Register(stopped.SetResult);
        var working = Task.Run(() => work(cancellation), CancellationToken.None);
        if (await Task.WhenAny(working, stopped.Task) != working)
        {
            await Task.WhenAny(working, Task.Delay(Grace, time, CancellationToken.None));
        }

        if (working.IsCompletedSuccessfully)
        {
            return await working;
        }

        // What it says of having been interrupted is not what happened.
        _ = working.ContinueWith(static w => w.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        cancellation.ThrowIfCancellationRequested();
        return await working;
    }

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, Task{T}}, TimeProvider, CancellationToken)"/>
    /// <param name="most">How long it may take.</param>
    /// <param name="late">What to say when it takes longer.</param>
    internal static async Task<T> RunAsync<T>(
        Func<CancellationToken, T> work, TimeSpan most, Func<HostException> late, TimeProvider time, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            return await RunAsync(stop => Task.FromResult(work(stop)), time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw late();
        }
    }

    /// <summary>What reading a file at the pace of a poor disk takes, and more than any small one needs.</summary>
    internal static TimeSpan AllowanceFor(string file) => TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(new FileInfo(file).Length / 1e6);
}
