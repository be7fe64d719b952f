using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Stages;

/// <summary>A subscriber inside this process that gets everybody on air, all their tracks, as plain RTP: the mixer's ear and eye. Thread-safe.</summary>
public interface ITap : IDisposable
{
    /// <summary>Chooses the simulcast layer: the smallest of at least this many pixels, else the largest there is. Video isn't sent for 0.</summary>
    void Want(PublisherId publisher, TapSource source, int pixels);

    /// <summary>A PLI to the publisher, coalesced with everybody else's.</summary>
    void RequestKeyframe(PublisherId publisher, TapSource source);
}

/// <summary>Told by a tap. Called on a shard's thread: copies and returns.</summary>
public interface ITapSink
{
    void OnRtp(in TapPacket packet);
}

/// <summary>A publisher's m-lines: the first audio, the first video, the second video (a shared screen).</summary>
public enum TapSource { Voice, Camera, Screen }

public enum TapCodec { Opus, Vp8, H264 }

/// <summary>One packet, in no stricter order than it arrived; lost ones may come late, once.</summary>
public readonly ref struct TapPacket
{
    public required PublisherId Publisher { get; init; }

    public required TapSource Source { get; init; }

    public required TapCodec Codec { get; init; }

    /// <summary>Plain RTP without extensions. Sequence and timestamp run on through changes of layer and of session; valid during the call.</summary>
    public required ReadOnlySpan<byte> Rtp { get; init; }

    /// <summary>Capture time in microseconds of the publisher's NTP clock, by its sender reports; 0 while unknown.</summary>
    public required long SenderMicroseconds { get; init; }

    public required MonoTime Arrival { get; init; }
}

/// <summary>
/// The mixed feed as a publisher on the stage, made by this process itself. While it is open and sends, <see cref="StageView.Program"/> shows it and
/// nothing else; before and after, those on air as if there were no mixer, unless it is exclusive. Packets of one layer in order, from one thread at a time.
/// </summary>
public interface IProgramFeed : IDisposable
{
    /// <param name="layer">0 the largest.</param>
    /// <param name="rtp">A whole packet, header included, at most 1,200 bytes; its SSRC and sequence are the caller's. Copied.</param>
    void SendVideo(int layer, ReadOnlySpan<byte> rtp);

    void SendAudio(ReadOnlySpan<byte> rtp);

    /// <summary>As an RTCP sender report would say.</summary>
    /// <param name="layer">-1: audio.</param>
    void SetClock(int layer, ulong ntpTime, uint rtpTimestamp);

    /// <summary>
    /// Nobody of the audience sees anything but the program, even if it stops or they can't take it: those get nothing at all. For the moment
    /// when no speaker must be shown. Acts at once; ends with the feed.
    /// </summary>
    void SetExclusive(bool on);
}
