using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends.Rest;

/// <summary>
/// A repository on a server that speaks restic's REST protocol: rest-server, or <c>rclone serve restic</c>. Nothing that a server says is taken on trust: whether a
/// range is the one that was asked for and whole is looked at, and what it holds is hashed above.
/// </summary>
internal sealed class RestBackend : IBackend, IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly Uri _base;
    private readonly BackendSettings _settings;
    private readonly Pace _upload, _download;
    private readonly ServedProgram? _server;
    private bool _wasAnswered;

    /// <param name="server">The program that serves it, which ends with it; null: there is a server.</param>
    internal RestBackend(HttpClient client, Uri baseUri, string location, BackendSettings settings, ServedProgram? server = null)
    {
        (_client, _base, Location, _settings, _server) = (client, baseUri, location, settings, server);
        (_upload, _download) = (Pace.Of(settings.UploadLimit, settings.Clock), Pace.Of(settings.DownloadLimit, settings.Clock));
    }

    public string Location { get; }

    /// <exception cref="RepositoryException">The options make no sense, or a certificate file cannot be read.</exception>
    internal static RestBackend Open(RestLocation location, BackendSettings settings)
    {
        settings.Extended.RequireKnown("rest", "connections");
        return new(RestConnections.Open(location, settings), location.Base, location.ToString(), settings);
    }

    public Task CreateAsync(CancellationToken ct) => AskAsync("create", "the repository", HttpMethod.Post, "?create=true", null, async (answer, _) =>
    {
        Require(answer, "create the repository");
        await Task.CompletedTask;
        return true;
    }, ct);

    public async Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        // Some servers overwrite.
        if (await SizeAsync(file, ct) is not null)
        {
            throw Exists(file);
        }

        await AskAsync("write", file.Path, HttpMethod.Post, PathOf(file), content, async (answer, watch) =>
        {
            // The server says "forbidden" for a name that exists as for one that we may not write.
            if (answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Conflict && await SizeAsync(file, watch.Token) is not null)
            {
                throw Exists(file);
            }

            Require(answer, $"write {file}");
            return true;
        }, ct);
    }

    public async Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        if (buffer.IsEmpty)
        {
            // HTTP has no range of nothing.
            await RequireLengthAsync(file, offset, ct);
            return;
        }

        await AskAsync("read", file.Path, HttpMethod.Get, PathOf(file), null, async (answer, watch) =>
        {
            RequireRange(answer, file, offset, buffer.Length);
            await ReadAsync(answer, buffer, watch);
            return true;
        }, ct, new RangeHeaderValue(offset, offset + buffer.Length - 1));
    }

    public async Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct)
    {
        var folder = FileName.FolderOf(kind);
        var listed = await AskAsync("list", folder, HttpMethod.Get, folder + "/", null, async (answer, watch) =>
        {
            // As restic: a copy of a repository may lack its empty folders. rclone lists those as empty, and says 404 of other trouble.
            if (answer.StatusCode == HttpStatusCode.NotFound && !IsRclone(answer) && await SizeAsync(FileName.Config, ct) is not null)
            {
                return [];
            }

            Require(answer, $"list {folder}");
            return RestListing.Parse(await answer.Content.ReadAsByteArrayAsync(watch.Token));
        }, ct);

        var files = new StoredFile?[listed.Count];
        await Parallel.ForEachAsync(listed.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (entry, token) =>
        {
            var file = new FileName(kind, entry.Item.Name);

            // A name without a size: a server of version 1. One that is gone by now was removed since, and is not in the listing either.
            files[entry.Index] = (entry.Item.Size ?? await SizeAsync(file, token)) is { } size ? new(file, size) : null;
        });
        return [.. files.OfType<StoredFile>()];
    }

    private static bool IsRclone(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Server", out var servers) && servers.Any(s => s.StartsWith("rclone/", StringComparison.Ordinal));

    public Task<long?> SizeAsync(FileName file, CancellationToken ct) => AskAsync("find", file.Path, HttpMethod.Head, PathOf(file), null, (answer, _) =>
    {
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return Task.FromResult<long?>(null);
        }

        Require(answer, $"find {file}");
        return Task.FromResult<long?>(answer.Content.Headers.ContentLength ?? throw new InvalidDataException("the server does not tell the file's size"));
    }, ct);

    public Task RemoveAsync(FileName file, CancellationToken ct) => AskAsync("remove", file.Path, HttpMethod.Delete, PathOf(file), null, (answer, _) =>
    {
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            Require(answer, $"remove {file}");
        }

        return Task.FromResult(true);
    }, ct);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    // The protocol knows no folders under data/.
    private static string PathOf(FileName file) => file.Kind == FileKind.Config ? "config" : $"{FileName.FolderOf(file.Kind)}/{file.Name}";

    private RepositoryException Exists(FileName file) => new(RepositoryFault.AlreadyExists, $"{file} exists already in {Location}");

    private RepositoryException TooShort(FileName file, long length, long end) =>
        RepositoryException.Damaged($"{file} in {Location} is too short: it has {length} bytes, {end} were expected");

    private async Task RequireLengthAsync(FileName file, long end, CancellationToken ct)
    {
        var size = await SizeAsync(file, ct)
            ?? throw new RepositoryException(RepositoryFault.NotFound, $"there is no {file} in {Location}");
        if (size < end)
        {
            throw TooShort(file, size, end);
        }
    }

    private void RequireRange(HttpResponseMessage answer, FileName file, long offset, int length)
    {
        var (range, end) = (answer.Content.Headers.ContentRange, offset + length);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
            || answer.StatusCode == HttpStatusCode.PartialContent && range?.Length < end)
        {
            throw TooShort(file, range?.Length ?? offset, end);
        }

        Require(answer, $"read {file}");
        if (answer.StatusCode == HttpStatusCode.PartialContent)
        {
            if (range is null || range.From != offset || range.To != end - 1)
            {
                throw new InvalidDataException($"asked for bytes {offset}-{end - 1} the server gives {range?.ToString() ?? "it does not say which"}");
            }
        }
        else if (offset != 0 || answer.Content.Headers.ContentLength is { } whole && whole != length)
        {
            // All of it where a part was wanted. Trying again would only bring it again.
            throw new RepositoryException(
                RepositoryFault.Storage, $"cannot read {file} in {Location}: the server gives the whole file where a part was asked for",
                "a proxy in between may drop the Range header; reach the server without it");
        }
    }

    // Exactly as many bytes as were asked for, and then the end.
    private async Task ReadAsync(HttpResponseMessage answer, Memory<byte> buffer, StuckWatch watch)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(watch.Token);
        for (var at = 0; at < buffer.Length;)
        {
            var piece = buffer[at..Math.Min(buffer.Length, at + Pace.Piece)];
            await _download.TakeAsync(piece.Length, watch.Token);
            var read = await stream.ReadAsync(piece, watch.Token);
            if (read == 0)
            {
                throw new InvalidDataException($"the answer broke off after {at} of {buffer.Length} bytes");
            }

            at += read;
            watch.Moved();
        }

        if (await stream.ReadAsync(new byte[1], watch.Token) > 0)
        {
            throw new InvalidDataException($"the answer is longer than the {buffer.Length} bytes that were asked for");
        }
    }

    private void Require(HttpResponseMessage answer, string act)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw Refusal(answer, $"cannot {act} in {Location}");
        }
    }

    private static RepositoryException Refusal(HttpResponseMessage answer, string what) => (int)answer.StatusCode switch
    {
        404 => new(RepositoryFault.NotFound, $"{what}: it is not there"),
        401 => new(
            RepositoryFault.Storage, $"{what}: the server wants another user or password (401)",
            "give them in the address, or in RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD"),
        403 => new(
            RepositoryFault.Storage, $"{what}: the server forbids it (403)",
            "the server may be append-only, or keep each user to a repository of their own"),
        507 => new(RepositoryFault.Storage, $"{what}: the server is full (507)", "free space there and try again; what was stored before is intact"),
        >= 300 and < 400 => new(
            RepositoryFault.Storage, $"{what}: the server points to {(answer.Headers.Location is { IsAbsoluteUri: true } to ? to.GetLeftPart(UriPartial.Path) : "another place")} ({(int)answer.StatusCode})",
            "give the address that it points to, if you trust it"),
        var code => new(
            RepositoryFault.Storage, $"{what}: the server answers {code} {answer.ReasonPhrase}".TrimEnd(),
            isTransient: code is 408 or 425 or 429 or >= 500 and not 501 and not 505),
    };

    private async Task<T> AskAsync<T>(
        string act, string what, HttpMethod method, string path, ReadOnlyMemory<byte>? content, Func<HttpResponseMessage, StuckWatch, Task<T>> read,
        CancellationToken ct, RangeHeaderValue? range = null)
    {
        using var watch = new StuckWatch(_settings.StuckAfter, _settings.Clock, ct);
        using var request = new HttpRequestMessage(method, new Uri(_base, path))
        {
            Version = _client.DefaultRequestVersion, VersionPolicy = _client.DefaultVersionPolicy,
        };
        request.Headers.Range = range;
        request.Headers.TryAddWithoutValidation("Accept", RestListing.MediaType);
        if (method == HttpMethod.Post)
        {
            request.Content = new PacedContent(content ?? default, _upload, watch.Moved);
            request.Content.Headers.ContentType = new("application/octet-stream");
        }

        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token);
            watch.Moved();
            _wasAnswered = true;
            return await read(answer, watch);
        }
        catch (OperationCanceledException e) when (watch.IsStuck && !ct.IsCancellationRequested)
        {
            var minutes = _settings.StuckAfter.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture);
            throw Failed($"no sign of life for {minutes} minutes", e, isTransient: true);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            // No one asked for it: connecting took too long, or the connection that the request was to share ended while it was being made.
            throw Failed(e.InnerException?.Message ?? "the connection was given up", e, isTransient: true);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            throw new RepositoryException(
                RepositoryFault.Storage, $"cannot {act} {what} in {Location}: {e.InnerException.Message}",
                "a server with a certificate of its own: name that with --cacert", e);
        }
        catch (HttpRequestException e) when (_server is not null && !_wasAnswered)
        {
            // A program that never served: its name or its remote is wrong, and stays so.
            throw Failed(await _server.LastWordsAsync() ?? e.Message, e, isTransient: false);
        }
        catch (HttpRequestException e) when (e.InnerException is RepositoryException { IsTransient: false } inner)
        {
            throw inner;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            throw Failed(e.Message, e, isTransient: true);
        }

        RepositoryException Failed(string why, Exception e, bool isTransient) =>
            new(RepositoryFault.Storage, $"cannot {act} {what} in {Location}: {why}", inner: e, isTransient: isTransient);
    }
}
