using System.Globalization;
using System.Text.RegularExpressions;
using LiveDialogue.Mixer.Outputs.Finish;
using LiveDialogue.Mixer.Outputs.Hls;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Media;
using LiveDialogue.Server.Ops;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// GET <c>/live/{event}/…</c>: HLS while the event is live, the recording after it. Only names that a program writes are looked for,
/// so nothing else of the disk can be asked for.
/// </summary>
internal sealed partial class LiveFiles(LiveEvents events, ProgramFolders folders, ProgramSupport support, KeptLists lists, IClock clock)
{
    private const string Recording = FinishedRecording.RecordingFile, Chapters = FinishedRecording.ChaptersFile;
    private const int RetryForFirstSegment = 2, RetryForRecording = 5;

    public static Task<IResult> HandleAsync(string @event, string? file, HttpContext http, LiveFiles files, CancellationToken ct) =>
        files.ServeAsync(@event, file ?? "", http, ct);

    public static Task<IResult> RecordingAsync(string @event, HttpContext http, LiveFiles files, CancellationToken ct) => files.ServeAsync(@event, Recording, http, ct);

    /// <summary>Any player of any site may read what anybody may.</summary>
    public static Task ApplyCorsAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/live", StringComparison.Ordinal))
        {
            var headers = http.Response.Headers;
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
            headers.AccessControlAllowHeaders = "Range, If-None-Match, If-Range";
            headers.AccessControlExposeHeaders = "Content-Length, Content-Range, Accept-Ranges, ETag, Date, Retry-After";
            headers.AccessControlMaxAge = "7200";
            headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            headers.CacheControl = "no-store";                  // what isn't there yet must not be remembered; an answer says otherwise
        }
        return next(http);
    }

    private async Task<IResult> ServeAsync(string @event, string file, HttpContext http, CancellationToken ct)
    {
        if (!Written().IsMatch(file)) return NotThere("There is no such file.");
        if (await events.FindAsync(@event, ct) is not { } live || live.PublishedAt is null) return Problems.NoSuchEvent;
        if (live.State is EventState.Published) return MediaAnswer.NotYet(http, live, clock.GetCurrentInstant());

        var folder = folders.Of(live.Id);
        return live.State is EventState.Live ? await DuringAsync(folder, file, http, ct) : await AfterAsync(folder, file, live, http, ct);
    }

    private async Task<IResult> DuringAsync(string folder, string file, HttpContext http, CancellationToken ct)
    {
        if (file is Recording or Chapters || file.EndsWith("/full.m3u8", StringComparison.Ordinal)) return NotThere("The recording is there after the end.");
        if (!support.IsOn) return NotThere("This server makes no mixed program.");

        var withdrawn = await lists.ReadAsync(Path.Combine(folder, WithdrawnSegments.File), ct) is { } last ? WithdrawnSegments.Last(last) : 0;
        if (WithdrawnSegments.NumberOf(file) is var number and > 0 && number <= withdrawn) return Withdrawn;

        var found = IsPlaylist(file) ? await PlaylistAsync(Path.Combine(folder, file), "public, max-age=1", http, ct) : Segment(Path.Combine(folder, file), http);
        if (found is not null) return found;
        return withdrawn > 0 && file.EndsWith("/live.m3u8", StringComparison.Ordinal) ? Anew(http) : Later("The program has just begun.", RetryForFirstSegment, http);
    }

    private async Task<IResult> AfterAsync(string folder, string file, LiveEvent live, HttpContext http, CancellationToken ct)
    {
        const string Kept = "public, max-age=60";
        var path = Path.Combine(folder, file);
        var found = file switch
        {
            Recording => Whole(path, $"{live.Slug}.mp4", http),
            Chapters => await TextAsync(path, "application/json", Kept, http, ct),
            _ when IsPlaylist(file) => await PlaylistAsync(Finished(path), Kept, http, ct),
            _ => Segment(path, http),
        };
        if (found is not null) return found;
        return file is Recording or Chapters && !ProgramFolders.IsFinished(folder) && RecordingState.Of(folder).IsRecorded
            ? Later("The recording is being made.", RetryForRecording, http)
            : NotThere("The event has no recording.");
    }

    // A player that watched to the end asks for the live list once more: it gets the whole one, which says that it is complete.
    private static string Finished(string path) =>
        path.EndsWith("/live.m3u8", StringComparison.Ordinal) && path[..^"live.m3u8".Length] + "full.m3u8" is var full && File.Exists(full) ? full : path;

    private Task<IResult?> PlaylistAsync(string path, string caching, HttpContext http, CancellationToken ct) =>
        TextAsync(path, "application/vnd.apple.mpegurl", caching, http, ct);

    private async Task<IResult?> TextAsync(string path, string type, string caching, HttpContext http, CancellationToken ct)
    {
        if (await lists.ReadAsync(path, ct) is not { } text) return null;

        http.Response.Headers.CacheControl = caching;
        return TypedResults.Bytes(text, type);
    }

    private static IResult? Segment(string path, HttpContext http)
    {
        var type = path.EndsWith(".m4s", StringComparison.Ordinal) ? "video/iso.segment" : "video/mp4";
        return Stored(path, type, null, "public, max-age=31536000, immutable", http);
    }

    private static IResult? Whole(string path, string name, HttpContext http) => Stored(path, "video/mp4", name, "public, max-age=3600", http);

    private static IResult? Stored(string path, string type, string? name, string caching, HttpContext http)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return null;

        http.Response.Headers.CacheControl = caching;
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\"");
        return TypedResults.PhysicalFile(path, type, name, new DateTimeOffset(file.LastWriteTimeUtc), new EntityTagHeaderValue(tag), enableRangeProcessing: true);
    }

    private static bool IsPlaylist(string file) => file.EndsWith(".m3u8", StringComparison.Ordinal);

    private static IResult NotThere(string detail) => Problems.Of(StatusCodes.Status404NotFound, "Not found", detail);

    private static IResult Withdrawn => Problems.Of(StatusCodes.Status410Gone, "Withdrawn", "The program was cut after this.");

    // Not 404: players take that for the end, and ask again where a server says that it can't just now.
    private static IResult Anew(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "In a moment", "The program was cut, and its list begins anew with the slate.");
    }

    private static IResult Later(string detail, int seconds, HttpContext http)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status404NotFound, "Not yet", detail);
    }

    [GeneratedRegex(
        @"\A(main\.m3u8|recording\.mp4|chapters\.json|(v720|v360|v180|audio|radio)/(live\.m3u8|full\.m3u8|init-[0-9]{1,6}\.mp4|s[0-9]{6,9}\.m4s))\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
