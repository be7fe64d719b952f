using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer;

/// <summary>
/// One event's program: takes the speakers' RTP, makes one picture and one sound of it at its own clock, encodes them once and gives them to all outputs.
/// Thread-safe; no member waits for media, a worker or the disk.
/// </summary>
public interface IProgramMixer : IAsyncDisposable
{
    MixerStatus Status { get; }

    MixerCounters Counters => default;

    /// <summary>A packet of one source, as the tap hands it out: plain RTP, sequence numbers without a jump at a change of layer. Copied.</summary>
    /// <param name="senderMicroseconds">When it was captured, by the sender's own clock (RTCP SR, RFC 3550 §6.4.1); 0 while unknown. Sound and picture of one speaker are on the same clock.</param>
    void Receive(SourceId source, InputCodec codec, ReadOnlySpan<byte> rtp, long senderMicroseconds, MonoTime arrival);

    /// <summary>Who may be heard and seen, at the next frame. A source that isn't named is dropped, with what it sent.</summary>
    void SetInputs(IReadOnlyList<MixInput> inputs);

    /// <summary>What the picture shows, from the next frame on; a change of scene takes 300 ms.</summary>
    void Show(ProgramPicture picture);

    /// <summary>Stands in for a speaker's camera while that sends nothing.</summary>
    /// <param name="image">JPEG or PNG. Decoded by a worker of its own.</param>
    /// <param name="isMoment">The camera as it sees now: stands in as soon as it is newer than the camera's last picture, is shown with its age, and never while the camera is off. A portrait of before is kept.</param>
    /// <returns>False when it isn't a picture, or too large.</returns>
    Task<bool> SetPhotoAsync(string speaker, ReadOnlyMemory<byte> image, bool isMoment, CancellationToken ct);

    /// <summary>Forgets a speaker's photos, also those that are still being decoded; nothing where there are none.</summary>
    void RemovePhoto(string speaker);

    /// <summary>Forgets what a speaker's camera saw until now, the last picture and moments, also what is still being decoded; a portrait stays.</summary>
    void ForgetSeen(string speaker);

    /// <summary>The kill switch: slate and silence from the next frame on, whatever <see cref="Show"/> says, until taken back.</summary>
    void Kill(bool on);

    /// <summary>From a viewer, through the SFU. Coalesced: a keyframe in all layers at most every 500 ms.</summary>
    void RequestKeyframe();

    /// <summary>Starts pushing; the output has its own state and retries until removed.</summary>
    void AddPush(PushTarget target);

    void RemovePush(string id);
}

/// <summary>One speaker in the mix.</summary>
/// <param name="Speaker">Id on the stage.</param>
/// <param name="Audible">False: muted here, at once.</param>
/// <param name="Visible">False: camera off; the name is drawn instead, or the portrait where <see cref="ShowsPhoto"/>.</param>
/// <param name="GainDecibels">On top of the automatic levelling; 0 for none.</param>
public sealed record MixInput(string Speaker, bool Audible, bool Visible, double GainDecibels)
{
    /// <summary>A portrait stands in for a camera that is off.</summary>
    public bool ShowsPhoto { get; init; }
}

public enum InputCodec { Opus, Vp8, H264 }

/// <param name="Id">Chosen by the caller, unique in this mixer.</param>
/// <param name="Url">rtmp:// or rtmps://, stream key included: a secret, never logged.</param>
public sealed record PushTarget(string Id, string Name, string Url);

/// <summary>Told what the mixer wants and does. Called on its threads: notes it down and returns.</summary>
public interface IMixerObserver
{
    /// <summary>The picture can't be decoded until a keyframe comes.</summary>
    void KeyframeWanted(SourceId source);

    /// <summary>A layer of about this many pixels (width * height) fits where the source is drawn; 0: it isn't drawn.</summary>
    void SizeWanted(SourceId source, int pixels);

    void StatusChanged(MixerStatus status);
}

/// <summary>Takes the encoded program as RTP. Called on the mixer's threads, packets of a layer in order; the bytes are the caller's again afterwards.</summary>
public interface IProgramOutput
{
    /// <summary>How many video layers there are; 0 is the largest.</summary>
    const int VideoLayers = 3;

    /// <param name="rtp">H.264, packetization-mode 1 (RFC 6184), at most 1,200 bytes.</param>
    void Video(int layer, ReadOnlySpan<byte> rtp);

    /// <param name="rtp">Opus (RFC 7587), 20 ms.</param>
    void Audio(ReadOnlySpan<byte> rtp);

    /// <summary>A layer's RTP timestamp at a moment of the program's clock, about once a second: what an RTCP sender report says.</summary>
    /// <param name="layer">-1: audio.</param>
    /// <param name="ntpTime">64-bit NTP timestamp (RFC 3550 §4), the same clock for all.</param>
    void Clock(int layer, ulong ntpTime, uint rtpTimestamp);
}
