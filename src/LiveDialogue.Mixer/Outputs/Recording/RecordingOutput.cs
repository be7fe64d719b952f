using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Mp4;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Outputs.Recording;

/// <summary>
/// The 720p picture and the sound in fragmented MP4: every half second is complete on its own, so whatever ends the process takes at most the last
/// second. A file is never opened again: the next start, and the next change of headers, begins another part.
/// </summary>
internal sealed class RecordingOutput(string folder, DiskReserve room, ILogger logger) : DiskOutput("recording", OutputKind.Recording, folder, room, logger)
{
    private const uint PictureId = 1;
    private const uint SoundId = 2;

    private ProgramHeaders? _headers;
    private RecordingPart? _part;
    private SampleQueue? _picture, _sound;

    protected override void Open(ProgramHeaders headers)
    {
        Directory.CreateDirectory(Folder);
        BeginPart(headers);
    }

    protected override void Restart(ProgramHeaders headers)
    {
        if (_headers is { } before && headers.SameCoding(before) && headers.Epoch == before.Epoch)
        {
            _picture?.WaitForSync();        // goes on in the same file, with a hole
            return;
        }
        FinishPart();
        BeginPart(headers);
    }

    protected override bool Write(in EncodedUnit unit)
    {
        if (_picture is not { } picture || _sound is not { } sound || _headers is not { } headers) return false;
        if (unit.Track is EncodedTrack.Audio)
        {
            sound.Add(unit);
            return false;
        }
        if (unit.Track is not EncodedTrack.Video720) return false;
        if (!picture.Add(unit)) return false;
        _part ??= RecordingPart.Create(Folder, picture.Track, sound.Track, headers.Epoch, unit.Time);
        return _part.WriteWhenDue(picture, sound);
    }

    protected override void Close()
    {
        FinishPart();
        Abandon();
    }

    protected override void Abandon()
    {
        _part?.Dispose();
        (_part, _picture, _sound) = (null, null, null);
    }

    private void BeginPart(ProgramHeaders headers)
    {
        _headers = headers;
        _picture = new SampleQueue(MediaTrack.Of(headers[EncodedTrack.Video720], PictureId, headers.FramesPerSecond));
        _sound = new SampleQueue(MediaTrack.Of(headers[EncodedTrack.Audio], SoundId, headers.FramesPerSecond));
    }

    private void FinishPart()
    {
        if (_part is not { } part || _picture is not { } picture || _sound is not { } sound) return;
        part.WriteRest(picture, sound);
        part.Dispose();
        _part = null;
    }
}
