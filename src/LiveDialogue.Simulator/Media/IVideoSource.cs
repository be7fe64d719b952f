using LiveDialogue.Wire;

namespace LiveDialogue.Simulator.Media;

/// <summary>Where a publisher's VP8 frames come from. Asked by the loop's thread.</summary>
internal interface IVideoSource
{
    /// <summary>When to ask again.</summary>
    MonoTime NextDue { get; }

    bool TryNext(MonoTime now, out VideoFrame frame);

    /// <summary>Somebody can't go on without a keyframe; the source gives one as soon as it can.</summary>
    void WantKeyframe();
}

/// <param name="Timestamp">In ticks of 90 kHz, from any start.</param>
internal readonly record struct VideoFrame(ReadOnlyMemory<byte> Data, bool IsKeyframe, uint Timestamp);
