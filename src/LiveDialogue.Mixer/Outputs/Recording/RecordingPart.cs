using System.Globalization;
using LiveDialogue.Mixer.Outputs.Mp4;
using Microsoft.Win32.SafeHandles;

namespace LiveDialogue.Mixer.Outputs.Recording;

/// <summary>One file of the recording. Its times begin at 0; each fragment says which wall time it belongs to. Throws what the file system throws.</summary>
internal sealed class RecordingPart : IDisposable
{
    public const string Pattern = "rec-*.mp4";

    private static readonly TimeSpan FragmentLength = TimeSpan.FromMilliseconds(500);

    /// <summary>A power cut takes at most this much; a killed process takes nothing that was written.</summary>
    private const int FragmentsPerFlush = 4;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly BoxWriter _boxes = new();
    private readonly DateTimeOffset _epoch;
    private readonly TimeSpan _start;
    private readonly long _fragmentLength;
    private long _position;
    private uint _fragments;

    private RecordingPart(string path, MediaTrack picture, MediaTrack sound, DateTimeOffset epoch, TimeSpan start)
    {
        (_path, _epoch, _start) = (path, epoch, start);
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _fragmentLength = picture.Count(FragmentLength);
        InitSegment.Write(_boxes, [picture, sound]);        // goes out with the first fragment: no file is without media
    }

    /// <param name="start">Program time of the first picture, which is the file's 0.</param>
    public static RecordingPart Create(string folder, MediaTrack picture, MediaTrack sound, DateTimeOffset epoch, TimeSpan start)
    {
        var number = 1;
        while (File.Exists(PathOf(folder, number))) number++;
        return new(PathOf(folder, number), picture, sound, epoch, start);
    }

    /// <summary>Writes a fragment of what is complete once half a second of pictures is.</summary>
    public bool WriteWhenDue(SampleQueue picture, SampleQueue sound)
    {
        var samples = picture.Samples;
        sound.DropFirst(sound.CountBefore(sound.Track.Count(_start)));      // sound of before the first picture comes after it
        if (samples.Count < 2 || samples[^1].Time - samples[0].Time < _fragmentLength) return false;
        var end = samples[^1].Time;
        WriteFragment(picture, samples.Count - 1, end, sound, CompleteSound(sound, picture.Track.Time(end)));
        return true;
    }

    /// <summary>The end: also the last picture and the last frame of sound, each as long as usual.</summary>
    public void WriteRest(SampleQueue picture, SampleQueue sound)
    {
        if (picture.IsEmpty) return;
        var end = picture.Samples[^1].Time + picture.Track.FrameDuration;
        WriteFragment(picture, picture.Samples.Count, end, sound, sound.CountBefore(sound.Track.Count(picture.Track.Time(end))));
        RandomAccess.FlushToDisk(_file);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Sound comes later than the picture: what isn't here yet is the next fragment's.</summary>
    private static int CompleteSound(SampleQueue sound, TimeSpan end) => Math.Min(sound.CountBefore(sound.Track.Count(end)), Math.Max(0, sound.Samples.Count - 1));

    private void WriteFragment(SampleQueue picture, int pictures, long end, SampleQueue sound, int sounds)
    {
        if (!File.Exists(_path)) throw new DirectoryNotFoundException($"The recording's file is gone: {_path}");     // an open file outlives its name
        var first = picture.Samples[0].Time;
        MediaFragment.WriteReferenceTime(_boxes, picture.Track.Id, _epoch + picture.Track.Time(first), first - picture.Track.Count(_start));
        var pictureRun = new TrackRun(picture.Track, picture.Samples, pictures, end, picture.Track.Count(_start));
        if (sounds == 0) MediaFragment.Write(_boxes, ++_fragments, [pictureRun]);
        else
        {
            var soundEnd = sounds < sound.Samples.Count ? sound.Samples[sounds].Time : sound.Samples[sounds - 1].Time + sound.Track.FrameDuration;
            MediaFragment.Write(_boxes, ++_fragments, [pictureRun, new TrackRun(sound.Track, sound.Samples, sounds, soundEnd, sound.Track.Count(_start))]);
        }
        try
        {
            RandomAccess.Write(_file, _boxes.Written, _position);
        }
        catch (IOException) when (_position == 0)
        {
            File.Delete(_path);     // each try on a full disk would leave another one
            throw;
        }
        _position += _boxes.Length;
        _boxes.Clear();
        picture.DropFirst(pictures);
        sound.DropFirst(sounds);
        if (_fragments % FragmentsPerFlush == 0) RandomAccess.FlushToDisk(_file);
    }

    private static string PathOf(string folder, int number) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"rec-{number:0000}.mp4"));
}
