using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Wire.Codecs;

/// <summary>
/// Puts one stream's packets together to whole frames, and lets through only what a decoder can use: after a gap nothing until the next keyframe. Packets in
/// order, one thread. Anything malformed costs its frame and the wait for a keyframe, nothing else.
/// </summary>
public abstract class VideoDepacketizer
{
    /// <summary>Bytes of a frame; a larger one is dropped.</summary>
    public const int LargestFrame = 1 << 21;

    private byte[] _frame = new byte[1 << 16];
    private uint _timestamp;
    private bool _open;
    private bool _broken;

    /// <summary>True at first, and after anything was lost: ask the sender for a keyframe.</summary>
    public bool NeedsKeyframe { get; private set; } = true;

    /// <summary>The last frame's bytes, valid until the next <see cref="Add"/>. VP8: as it is. H.264: Annex B.</summary>
    public ReadOnlySpan<byte> Frame => _frame.AsSpan(0, Length);

    public bool IsKeyframe { get; private set; }

    /// <summary>Pixels of the last keyframe's picture, zero while unknown.</summary>
    public (int Width, int Height) Size { get; private set; }

    /// <summary>Of the last frame, in ticks of 90 kHz.</summary>
    public uint Timestamp => _timestamp;

    /// <summary>Packets that no sender should have sent.</summary>
    public long Malformed { get; private set; }

    /// <summary>Frames that came whole or in part and weren't let through.</summary>
    public long DroppedFrames { get; private set; }

    private protected int Length { get; private set; }

    private protected Span<byte> Written => _frame.AsSpan(0, Length);

    /// <param name="afterGap">Something before this packet is lost.</param>
    /// <returns>True when the packet completed a frame a decoder can use: then <see cref="Frame"/> and its properties are of that frame.</returns>
    public bool Add(in RtpPacket packet, bool afterGap)
    {
        if (afterGap) Break();
        if (packet.Payload.IsEmpty) return false;                   // a bandwidth probe; its number counts, its time doesn't

        if (_open && packet.Timestamp != _timestamp)
        {
            Break();                                                // the marker never came
            _open = false;
        }
        if (!_open)
        {
            (_open, _timestamp, Length) = (true, packet.Timestamp, 0);
            _broken = !BeginFrame(packet.Payload);
        }
        if (!_broken && !TryAppend(packet.Payload))
        {
            Malformed++;
            _broken = true;
        }
        return packet.Marker && Close();
    }

    /// <summary>The decoder lost what it knew: only a keyframe helps.</summary>
    public void RequireKeyframe() => NeedsKeyframe = true;

    /// <returns>False when no frame can begin with this packet: its beginning is missing.</returns>
    private protected abstract bool BeginFrame(ReadOnlySpan<byte> payload);

    /// <returns>False for a payload that is malformed.</returns>
    private protected abstract bool TryAppend(ReadOnlySpan<byte> payload);

    /// <summary>What the frame written turns out to be; may still change its bytes.</summary>
    private protected abstract (bool IsUsable, bool IsKeyframe, (int Width, int Height)? Size) Examine();

    private protected bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (!TryReserve(bytes.Length)) return false;
        bytes.CopyTo(_frame.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    /// <summary>Makes room before what is written.</summary>
    private protected bool TryInsert(int length)
    {
        if (!TryReserve(length)) return false;
        _frame.AsSpan(0, Length).CopyTo(_frame.AsSpan(length));
        Length += length;
        return true;
    }

    private bool TryReserve(int length)
    {
        if (Length + length > LargestFrame) return false;
        if (Length + length > _frame.Length) Array.Resize(ref _frame, Math.Min(LargestFrame, Math.Max(_frame.Length * 2, Length + length)));
        return true;
    }

    private bool Close()
    {
        _open = false;
        if (!_broken)
        {
            var (isUsable, isKeyframe, size) = Examine();
            if (isUsable && (isKeyframe || !NeedsKeyframe))
            {
                if (isKeyframe) NeedsKeyframe = false;
                if (size is { } known) Size = known;
                IsKeyframe = isKeyframe;
                return true;
            }
            if (!isUsable) Malformed++;
        }
        NeedsKeyframe = true;
        DroppedFrames++;
        return false;
    }

    private void Break()
    {
        NeedsKeyframe = true;
        if (_open && !_broken) DroppedFrames++;
        _broken = true;
    }
}
