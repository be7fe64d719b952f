using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage;

namespace LiveDialogue.Server.Programs;

/// <summary>
/// PUT …/stage/{id}/photo: what is shown of a speaker whose camera sends nothing. By the speaker, moderators and hosts. With <c>?moment=true</c> it is the
/// camera as it sees now, in place of moving pictures: shown with its age, and not kept on the disk.
/// </summary>
internal static class PutPhoto
{
    public const long MaxBytes = 256 * 1024;

    /// <summary>Of one speaker, whoever sends them: each costs a worker.</summary>
    public const int PerMinute = 24;

    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static async Task<IResult> HandleAsync(
        string @event, string id, bool? moment, HttpContext http, EventStore events, StageRunners stages, ProgramRunners programs, ProgramFolders folders,
        MomentPhotos moments, TokenBuckets buckets, CancellationToken ct)
    {
        if (await events.FindAsync(@event, ct) is not { } live) return Problems.NoSuchEvent;
        var caller = http.Caller();
        if (!caller.ModeratesAt(live.Id) && !(caller.RoleAt(live.Id) is Role.Speaker && caller.Invite?.Value == id)) return TypedResults.Forbid();
        if (!live.IsOpen) return Problems.WrongState(live.State);
        var isMoment = moment is true;
        var since = moments.Mark;
        if ((await stages.ReadAsync(live, ct)).Board.Speakers.FirstOrDefault(speaker => speaker.Id == id) is not { } speaker) return NoSuchSpeaker;
        if (isMoment && !MomentPhotos.MaySend(speaker)) return CameraIsOff;
        if (buckets.TryTake($"photo {live.Id} {id}", PerMinute) is { } wait) return Problems.TooMany(http, wait);
        if (MagicOf(http.Request.ContentType) is not { } magic)
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "Not a photo", "Send image/jpeg or image/png.");
        if (await ReadAsync(http.Request, ct) is not { } image)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "Too large", "A photo has 256 KB at most.");
        if (!image.AsSpan().StartsWith(magic)) return Unreadable();

        var photo = new SpeakerPhoto(id, image);
        var program = await programs.FindOrOpenAsync(live, ct);
        if (program is not null && !await program.Mixer.SetPhotoAsync(id, image, isMoment, ct)) return Unreadable();

        if (isMoment && !moments.Keep(live.Id, photo, since))
        {
            program?.Mixer.ForgetSeen(id);
            return CameraIsOff;
        }
        if (!isMoment)
        {
            await folders.KeepAsync(live.Id, photo, ct);
            moments.Forget(live.Id, id);
        }
        if (stages.Find(live.Id)?.Committed.Board.Speakers.Any(known => known.Id == id) is true) return TypedResults.NoContent();

        // Uninvited while it came, which may have been before there was anything to forget.
        program?.Mixer.RemovePhoto(id);
        moments.Forget(live.Id, id);
        folders.ForgetPhoto(live.Id, id);
        return NoSuchSpeaker;
    }

    private static IResult NoSuchSpeaker => Problems.Of(StatusCodes.Status404NotFound, "No such speaker", "The event has no speaker of this id.");

    private static IResult CameraIsOff => Problems.Of(StatusCodes.Status409Conflict, "Camera off", "What a camera sees is taken while it is on.", ("reason", "camera-off"));

    private static byte[]? MagicOf(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "image/jpeg" => Jpeg,
        "image/png" => Png,
        _ => null,
    };

    /// <returns>Null for more than a photo may have.</returns>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var image = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await request.Body.ReadAsync(buffer, ct) is > 0 and var read)
            {
                if (image.Length + read > MaxBytes) return null;
                await image.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        return image.ToArray();
    }

    private static IResult Unreadable() => Problems.Of(StatusCodes.Status422UnprocessableEntity, "Not a picture", "The photo can't be read as the picture it claims to be.");
}
