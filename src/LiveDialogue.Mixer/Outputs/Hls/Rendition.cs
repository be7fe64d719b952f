using System.Globalization;
using System.Text;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Mp4;

namespace LiveDialogue.Mixer.Outputs.Hls;

/// <summary>The folder of one rendition: init files, segments, the sliding list and the one that keeps everything. Throws what the file system throws.</summary>
internal sealed class Rendition
{
    /// <summary>Segments in the sliding list.</summary>
    private const int Window = 8;

    private readonly string _folder;
    private readonly BoxWriter _boxes = new();
    private readonly StringBuilder _text = new();
    private MediaPlaylist _full = MediaPlaylist.Empty;
    private MediaPlaylist _live = MediaPlaylist.Empty with { Kind = PlaylistKind.Live };
    private string _map = "";
    private bool _discontinuous;
    private bool _began;
    private long _name = 1;

    private Rendition(string folder) => _folder = folder;

    /// <summary>Of the largest segment so far, in bits per second; 0 before the first.</summary>
    public long PeakBitsPerSecond { get; private set; }

    /// <summary>Number of the next segment, as the lists count.</summary>
    public long NextSequence => _began ? _live.NextSequence : _full.NextSequence;

    /// <summary>In the name of the next segment's file; the same as <see cref="NextSequence"/> unless a segment was ever taken back.</summary>
    public long NextName => _name;

    /// <summary>Goes on where the folder's list ends; an empty one begins with segment 1.</summary>
    public static Rendition Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var rendition = new Rendition(folder);
        var list = Path.Combine(folder, RenditionName.Full);
        if (!File.Exists(list)) return rendition;
        rendition._full = MediaPlaylist.Read(File.ReadAllText(list)) with { Kind = PlaylistKind.Event, Ended = false };
        if (rendition._full.Segments is [.., var last]) rendition._name = WithdrawnSegments.NumberOf(last.File) + 1;
        return rendition;
    }

    /// <summary>Takes what the folder has, so that all renditions count alike. Before the first <see cref="Begin"/>.</summary>
    /// <param name="nextSequence">Number of the next segment; a segment that only this rendition has is taken back.</param>
    /// <param name="nextName">A name that none of them has told anybody.</param>
    /// <param name="withdrawn">Number of the last segment that the live list may not name any more.</param>
    public void Resume(long nextSequence, long nextName, long withdrawn)
    {
        var kept = (int)Math.Clamp(nextSequence - _full.Sequence, 0, _full.Segments.Length);
        _full = _full with { Segments = _full.Segments[..kept], Sequence = kept == 0 ? nextSequence : _full.Sequence };
        Replace.File(Path.Combine(_folder, RenditionName.Full), _full.Render());
        _live = _live with { Sequence = _full.Sequence };
        foreach (var segment in _full.Segments) Slide(segment);
        while (_live.Segments is [var oldest, ..] && WithdrawnSegments.NumberOf(oldest.File) <= withdrawn) DropFirst();
        _discontinuous = _live.Segments.IsEmpty && withdrawn > 0;
        _full = MediaPlaylist.Empty;        // hours of it needn't stay in memory
        (_name, _began) = (nextName, true);
    }

    /// <summary>The live list names nothing of so far any more; what comes next begins it anew, with a discontinuity.</summary>
    public void Withdraw()
    {
        _discontinuous |= _live.NextSequence > 1;
        while (!_live.Segments.IsEmpty) DropFirst();
    }

    /// <summary>Begins a new init file, and with it a discontinuity if anything came before.</summary>
    public void Begin(MediaTrack track)
    {
        _discontinuous |= !_live.Segments.IsEmpty;
        var number = 1;
        while (File.Exists(Path.Combine(_folder, InitName(number)))) number++;
        _map = InitName(number);
        _boxes.Clear();
        InitSegment.Write(_boxes, [track]);
        Replace.File(Path.Combine(_folder, _map), _boxes.Written);
    }

    public void WriteSegment(in TrackRun run)
    {
        _boxes.Clear();
        MediaFragment.WriteSegmentType(_boxes);
        MediaFragment.Write(_boxes, (uint)_name, [run]);
        Replace.File(Path.Combine(_folder, SegmentName(_name)), _boxes.Written);
        var seconds = Seconds(run);
        PeakBitsPerSecond = Math.Max(PeakBitsPerSecond, (long)(_boxes.Length * 8 / seconds));
    }

    /// <summary>Both lists, after the segment is there.</summary>
    public void Announce(in TrackRun run, DateTimeOffset epoch, bool discontinuous)
    {
        var start = epoch + run.Track.Time(run.Samples[0].Time);
        var segment = new PlaylistSegment(SegmentName(_name), Seconds(run), start, _map, discontinuous || _discontinuous);
        _discontinuous = false;

        _text.Clear();
        MediaPlaylist.Append(_text, segment, _live.Segments.IsEmpty ? null : _live.Segments[^1].Map);
        AppendToFull(_text.ToString());
        Slide(segment);
        _name++;
        Replace.File(Path.Combine(_folder, RenditionName.Live), _live.Render());
    }

    private void Slide(PlaylistSegment segment)
    {
        _live = _live with { Segments = _live.Segments.Add(segment) };
        if (_live.Segments.Length > Window) DropFirst();
    }

    // RFC 8216 §6.2.2: the count goes up when the tag itself is removed.
    private void DropFirst() => _live = _live with
    {
        Segments = _live.Segments.RemoveAt(0),
        Sequence = _live.Sequence + 1,
        Discontinuities = _live.Discontinuities + (_live.Segments[0].Discontinuous ? 1 : 0),
    };

    private void AppendToFull(string lines)
    {
        var path = Path.Combine(_folder, RenditionName.Full);
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(handle, System.Text.Encoding.UTF8.GetBytes(lines), RandomAccess.GetLength(handle));
    }

    private static double Seconds(in TrackRun run) => (double)(run.End - run.Samples[0].Time) / run.Track.Timescale;

    private static string InitName(int number) => string.Create(CultureInfo.InvariantCulture, $"init-{number}.mp4");

    private static string SegmentName(long number) => string.Create(CultureInfo.InvariantCulture, $"s{number:000000}.m4s");
}
