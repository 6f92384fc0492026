using Xunit;

namespace Holdfast.Tests.Samples;

/// <summary>A business whose application runs, for tests that only add to it.</summary>
public sealed class ServedPractice : IAsyncLifetime
{
    private FurnishedPractice practice = null!;

    internal ServedApplication App { get; private set; } = null!;

    internal string Records => practice.Records;

    internal string Documents => practice.Documents;

    public async ValueTask InitializeAsync()
    {
        practice = await FurnishedPractice.Make();
        App = await ServedApplication.Start(practice.Records, practice.Documents);
    }

    public async ValueTask DisposeAsync()
    {
        // Not there when it did not start.
        if (App is { } app)
        {
            await app.DisposeAsync();
        }

        await practice.DisposeAsync();
    }
}
