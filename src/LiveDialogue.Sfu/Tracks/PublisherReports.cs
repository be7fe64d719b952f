using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tracks;

/// <summary>The RTCP that one published track sends to its publisher.</summary>
internal sealed class PublisherReports(PublishedTrack track, uint localSsrc, KeyframeRequests keyframes)
{
    private MonoTime _nextReport;

    public uint LocalSsrc => localSsrc;

    public MonoTime NextDeadline
    {
        get
        {
            var next = MonoTime.Earlier(_nextReport, keyframes.NextDeadline);
            foreach (var receiver in track.Receivers)
                if (receiver is not null) next = MonoTime.Earlier(next, receiver.Nacks.NextDeadline);
            return next;
        }
    }

    public void Write(IRtcpOut rtcp, MonoTime now)
    {
        if (now >= _nextReport) _nextReport = now + TimeSpan.FromSeconds(1);
    }
}
