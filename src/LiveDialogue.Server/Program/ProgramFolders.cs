using System.Text;
using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Outputs.Finish;
using LiveDialogue.Server.Ops;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Programs;

/// <summary>A still picture in place of a camera.</summary>
/// <param name="Image">JPEG or PNG.</param>
internal sealed record SpeakerPhoto(string Speaker, ReadOnlyMemory<byte> Image);

/// <summary>Where programs lie: <c>programs/{event}</c> in the data folder, and in it the speakers' photos until the end.</summary>
internal sealed class ProgramFolders(IOptions<ServerOptions> options)
{
    /// <summary>What a player asks for first.</summary>
    public const string Master = "main.m3u8";

    private const string Photos = "photos";

    /// <summary>Bytes that leave room for a program's number, an encoder's and a track's.</summary>
    private const int LongestRunFolder = 85;

    private string RunFolders => Path.Combine(Path.GetFullPath(options.Value.DataFolder), "run");

    /// <summary>HLS and recording of one event; made by the mixer.</summary>
    public string Of(EventId eventId) => Path.Combine(Path.GetFullPath(options.Value.DataFolder), "programs", eventId.Value);

    /// <summary>
    /// For the encoders' sockets: in the data folder, which nobody sweeps. Where that can't hold them (a socket's path has 107 bytes, and not every disk
    /// takes sockets), under the system's own folder for such things.
    /// </summary>
    public DirectoryInfo NewRunFolder()
    {
        try
        {
            if (Encoding.UTF8.GetByteCount(RunFolders) <= LongestRunFolder && MixerNeeds.TakesSockets(RunFolders)) return new(RunFolders);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // a full disk, for one
        }
        return Directory.CreateTempSubdirectory("ld-");
    }

    /// <summary>What a killed server left there. Before the first program.</summary>
    public void ForgetRunFolders()
    {
        try
        {
            if (Directory.Exists(RunFolders)) Directory.Delete(RunFolders, recursive: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // in the way of nothing
        }
    }

    /// <summary>A program wrote something here, finished or not.</summary>
    public static bool HasProgram(string folder) => File.Exists(Path.Combine(folder, Master)) || RecordingState.Of(folder).IsRecorded;

    /// <summary>The chapters are written last.</summary>
    public static bool IsFinished(string folder) => File.Exists(Path.Combine(folder, FinishedRecording.ChaptersFile));

    /// <summary>Kept for a restart, and for an event that isn't live yet.</summary>
    /// <param name="photo">Its speaker is an id of the stage: never a path.</param>
    public async Task KeepAsync(EventId eventId, SpeakerPhoto photo, CancellationToken ct)
    {
        var folder = Path.Combine(Of(eventId), Photos);
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{photo.Speaker}.{Guid.NewGuid():N}");     // of its own: the speaker may send another meanwhile
        try
        {
            await File.WriteAllBytesAsync(draft, photo.Image, ct);
            File.Move(draft, Path.Combine(folder, photo.Speaker), overwrite: true);   // whole or not at all
        }
        finally
        {
            File.Delete(draft);                                 // nothing, unless it failed
        }
    }

    /// <summary>Those of speakers that are still invited.</summary>
    public async Task<IReadOnlyList<SpeakerPhoto>> PhotosAsync(EventId eventId, IEnumerable<string> speakers, CancellationToken ct)
    {
        var photos = new List<SpeakerPhoto>();
        foreach (var speaker in speakers)
            if (Path.Combine(Of(eventId), Photos, speaker) is var path && File.Exists(path)) photos.Add(new(speaker, await File.ReadAllBytesAsync(path, ct)));
        return photos;
    }

    /// <param name="speaker">An id of the stage.</param>
    public void ForgetPhoto(EventId eventId, string speaker)
    {
        if (Path.Combine(Of(eventId), Photos, speaker) is var path && File.Exists(path)) File.Delete(path);
    }

    /// <summary>After the end nobody needs them.</summary>
    public void ForgetPhotos(EventId eventId)
    {
        if (Path.Combine(Of(eventId), Photos) is var folder && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
