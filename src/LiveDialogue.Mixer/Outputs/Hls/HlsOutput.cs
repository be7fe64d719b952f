using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Mp4;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Outputs.Hls;

/// <summary>
/// The program as HLS (RFC 8216) with fragmented MP4, written without a worker: every segment and list is complete when it has its name, and the
/// process may end at any moment. The next one goes on in the same folder, with a discontinuity.
/// </summary>
internal sealed class HlsOutput(string folder, DiskReserve room, ILogger logger) : DiskOutput("hls", OutputKind.Hls, folder, room, logger)
{
    private static readonly EncodedTrack[] Order = RenditionName.All;

    private Rendition[]? _renditions;
    private SegmentCutter? _cutter;
    private ProgramHeaders? _headers;
    private MediaTrack[] _tracks = [];
    private string _master = "";
    private long _nextSequence = 1;
    private volatile bool _withdraws;
    private long _from;

    /// <summary>
    /// Nobody gets any more of what was given so far, and nothing of what is still to come goes into the lists, until <see cref="GoOnFrom"/>. What the
    /// full list has stays there. Any thread; waits for nothing.
    /// </summary>
    public void Withdraw()
    {
        Volatile.Write(ref _from, long.MaxValue);
        _withdraws = true;
    }

    /// <summary>After <see cref="Withdraw"/>: units from this moment of the program on are shown again, as soon as there is a segment of them.</summary>
    public void GoOnFrom(TimeSpan time) => Volatile.Write(ref _from, time.Ticks);

    protected override void Prepare()
    {
        if (!_withdraws) return;
        WithdrawnSegments.WithdrawAll(Folder);
        foreach (var rendition in _renditions ?? []) rendition.Withdraw();
        if (_cutter is not null) _cutter = new SegmentCutter(_tracks);     // a segment of before that isn't whole is none
        _withdraws = false;
    }

    protected override void Open(ProgramHeaders headers)
    {
        var renditions = Order.Select(track => Rendition.Open(Path.Combine(Folder, RenditionName.Of(track)))).ToArray();
        // A crash between two lists leaves them one segment apart: the shortest holds. More than that, and somebody took a folder away.
        var (shortest, longest) = (renditions.Min(r => r.NextSequence), renditions.Max(r => r.NextSequence));
        var sequence = Math.Max(longest - shortest <= 1 ? shortest : longest, _nextSequence);
        var withdrawn = WithdrawnSegments.LastIn(Folder);
        var name = Math.Max(Math.Max(renditions.Max(r => r.NextName), _nextSequence), withdrawn + 1);
        foreach (var rendition in renditions) rendition.Resume(sequence, name, withdrawn);
        _renditions = renditions;
        BeginCoding(headers, renditions);
    }

    protected override void Restart(ProgramHeaders headers)
    {
        if (_renditions is not { } renditions || _headers is not { } before) return;
        if (headers.SameCoding(before) && headers.Epoch == before.Epoch)
        {
            _cutter?.WaitForKeyframe();     // goes on in the same segment, with a hole
            return;
        }
        FinishSegment(renditions);
        BeginCoding(headers, renditions);
    }

    protected override bool Write(in EncodedUnit unit)
    {
        if (_cutter is not { } cutter || _renditions is not { } renditions || unit.Time.Ticks < Volatile.Read(ref _from)) return false;
        cutter.Add(unit);
        var written = false;
        while (cutter.Next() is { } segment)
        {
            WriteSegment(renditions, segment);
            cutter.Drop(segment);
            written = true;
        }
        return written;
    }

    protected override void Close()
    {
        if (_renditions is { } renditions) FinishSegment(renditions);
        Abandon();
    }

    protected override void Abandon() => (_renditions, _cutter) = (null, null);

    private void BeginCoding(ProgramHeaders headers, Rendition[] renditions)
    {
        _headers = headers;
        _tracks = Order.Select(track => MediaTrack.Of(headers[track], 1, headers.FramesPerSecond)).ToArray();
        for (var i = 0; i < renditions.Length; i++) renditions[i].Begin(_tracks[i]);
        _cutter = new SegmentCutter(_tracks);
        _master = "";
    }

    private void FinishSegment(Rendition[] renditions)
    {
        if (_cutter?.Finish() is { } last) WriteSegment(renditions, last);
    }

    /// <summary>All segments first, then all lists: a crash in between leaves at most an unnamed file.</summary>
    private void WriteSegment(Rendition[] renditions, CutSegment segment)
    {
        if (_headers is not { } headers) return;
        for (var i = 0; i < renditions.Length; i++) renditions[i].WriteSegment(segment.Runs[i]);
        for (var i = 0; i < renditions.Length; i++) renditions[i].Announce(segment.Runs[i], headers.Epoch, segment.Discontinuous);
        _nextSequence = renditions.Max(r => r.NextName);
        var master = LiveMaster.Of(_tracks, renditions, headers.FramesPerSecond).Render();
        if (master == _master && File.Exists(Path.Combine(Folder, RenditionName.Master))) return;
        Replace.File(Path.Combine(Folder, RenditionName.Master), master);
        _master = master;
    }
}
