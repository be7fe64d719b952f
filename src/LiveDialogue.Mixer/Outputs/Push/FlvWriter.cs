using System.Buffers.Binary;
using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Outputs.Push;

/// <summary>Units as FLV (Adobe's Video File Format specification 10.1, annex E), from 0 at its first picture. The buffer is used again for each.</summary>
internal sealed class FlvWriter(TimeSpan start)
{
    private const byte Audio = 8, Video = 9;
    private const byte Aac44Stereo16 = 0xAF;        // said of all AAC, whatever it is
    private const int TagHeader = 11;

    private byte[] _bytes = new byte[64 << 10];
    private int _length;

    /// <summary>The file's header and what decoders need.</summary>
    public ReadOnlyMemory<byte> Begin(ProgramHeaders headers)
    {
        _length = 0;
        "FLV"u8.CopyTo(Take(3));
        ReadOnlySpan<byte> rest = [1, 0x05, 0, 0, 0, 9, 0, 0, 0, 0];     // version, sound and picture, header's size, no tag before
        rest.CopyTo(Take(rest.Length));
        Tag(Video, 0, [0x17, 0, 0, 0, 0], headers[EncodedTrack.Video720].Configuration.Span);
        Tag(Audio, 0, [Aac44Stereo16, 0], headers[EncodedTrack.Audio].Configuration.Span);
        return _bytes.AsMemory(0, _length);
    }

    /// <returns>Empty for a unit of before the start. Valid until the next call.</returns>
    public ReadOnlyMemory<byte> Write(in EncodedUnit unit)
    {
        _length = 0;
        if (unit.Time < start) return default;
        var milliseconds = (uint)Math.Round((unit.Time - start).TotalMilliseconds);
        if (unit.Track is EncodedTrack.Audio) Tag(Audio, milliseconds, [Aac44Stereo16, 1], unit.Bytes.Span);
        else Tag(Video, milliseconds, [unit.IsKeyframe ? (byte)0x17 : (byte)0x27, 1, 0, 0, 0], unit.Bytes.Span);
        return _bytes.AsMemory(0, _length);
    }

    private void Tag(byte type, uint milliseconds, ReadOnlySpan<byte> codec, ReadOnlySpan<byte> body)
    {
        var size = codec.Length + body.Length;
        var header = Take(TagHeader);
        BinaryPrimitives.WriteUInt32BigEndian(header, ((uint)type << 24) | (uint)size);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], (milliseconds << 8) | (milliseconds >> 24));      // low three bytes, then the high one
        header[8..].Clear();
        codec.CopyTo(Take(codec.Length));
        body.CopyTo(Take(body.Length));
        BinaryPrimitives.WriteUInt32BigEndian(Take(4), (uint)(TagHeader + size));
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        var taken = _bytes.AsSpan(_length, count);
        _length += count;
        return taken;
    }
}
