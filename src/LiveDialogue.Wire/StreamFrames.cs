using System.Buffers.Binary;

namespace LiveDialogue.Wire;

/// <summary>
/// Finds datagrams in a stream of bytes, each behind its length in two bytes (RFC 4571 §2), however the stream was cut. Never fails: what is longer
/// than allowed is passed over, as are empty frames.
/// </summary>
/// <param name="longest">Bytes a frame may have.</param>
public sealed class StreamFrames(int longest)
{
    /// <summary>Bytes in front of each frame.</summary>
    public const int HeaderLength = 2;

    private readonly byte[] _partial = new byte[longest];
    private int _headerBytes;
    private int _length;
    private int _filled;

    /// <summary>Frames that were longer than allowed.</summary>
    public long TooLong { get; private set; }

    /// <param name="frame">At least 1,200 bytes of payload are usual; written as they are.</param>
    /// <param name="destination">At least <see cref="HeaderLength"/> longer than the frame.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)frame.Length);
        frame.CopyTo(destination[HeaderLength..]);
        return HeaderLength + frame.Length;
    }

    /// <summary>Takes the next frame from the front of what arrived.</summary>
    /// <param name="input">Shortened by what was taken; empty when this returns false.</param>
    /// <param name="frame">Valid until the next call, and no longer than <paramref name="input"/>'s memory is.</param>
    /// <returns>False when no frame is whole yet.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> frame)
    {
        while (!input.IsEmpty)
        {
            if (_headerBytes < HeaderLength)
            {
                _length = (_length << 8) | input[0];
                input = input[1..];
                if (++_headerBytes < HeaderLength) continue;
                if (_length > longest) TooLong++;
                if (_length == 0) Begin();
                continue;
            }
            var taken = Math.Min(_length - _filled, input.Length);
            var part = input[..taken];
            input = input[taken..];
            var whole = _filled == 0 && taken == _length;
            if (!whole && _length <= longest) part.CopyTo(_partial.AsSpan(_filled));
            _filled += taken;
            if (_filled < _length) continue;

            var length = _length;
            Begin();
            if (length > longest) continue;
            frame = whole ? part : _partial.AsSpan(0, length);
            return true;
        }
        frame = default;
        return false;
    }

    private void Begin() => (_headerBytes, _length, _filled) = (0, 0, 0);
}
