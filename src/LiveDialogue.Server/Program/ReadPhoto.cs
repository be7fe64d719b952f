using System.Globalization;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage;

namespace LiveDialogue.Server.Programs;

/// <summary>GET …/stage/{id}/photo: what stands in for a speaker's camera, for everybody backstage. Asked again with its ETag it costs next to nothing.</summary>
internal static class ReadPhoto
{
    /// <summary>Unix milliseconds of a photo that shows a moment; absent where it was given to stand for the person.</summary>
    private const string TakenHeader = "Photo-Taken";

    public static async Task<IResult> HandleAsync(
        string @event, string id, HttpContext http, EventStore events, StageRunners stages, ProgramFolders folders, MomentPhotos moments, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        if (http.Caller().RoleAt(live.Id) is Role.Viewer) return TypedResults.Forbid();

        if (stages.Find(live.Id)?.Committed.Board.Speakers.FirstOrDefault(speaker => speaker.Id == id) is not { CameraOffByModerator: false } speaker) return NoPhoto;

        http.Response.Headers.CacheControl = "private, no-cache";
        if (MomentPhotos.MaySend(speaker) && moments.Find(live.Id, id) is { } moment)
        {
            var taken = moment.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            http.Response.Headers[TakenHeader] = taken;
            return Unchanged(http, taken) ?? TypedResults.Bytes(moment.Image, "image/jpeg");
        }
        if (await folders.PhotosAsync(live.Id, [id], ct) is not [{ } photo]) return NoPhoto;

        var isPng = photo.Image.Span is [0x89, ..];
        return Unchanged(http, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(photo.Image.Span)[..8])) ?? TypedResults.Bytes(photo.Image, isPng ? "image/png" : "image/jpeg");
    }

    private static IResult NoPhoto => Problems.Of(StatusCodes.Status404NotFound, "No photo", "There is no photo of this speaker.");

    private static IResult? Unchanged(HttpContext http, string version)
    {
        var tag = $"\"{version}\"";
        http.Response.Headers.ETag = tag;
        return http.Request.Headers.IfNoneMatch == tag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : null;
    }
}
