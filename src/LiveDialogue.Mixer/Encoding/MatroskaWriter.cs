using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// The encoder's input: a live Matroska (RFC 9559) of raw pictures and samples. Unlike raw pipes it has a time on every block, so a picture
/// that is dropped is a gap and not a shift of all that follows. Every size is written in 8 bytes; each block has a cluster of its own.
/// </summary>
internal sealed class MatroskaWriter(Stream to)
{
    /// <summary>Times are in 10 µs.</summary>
    private const long UnitsPerMillisecond = 100;

    private const uint Ebml = 0x1A45DFA3;
    private const uint Segment = 0x18538067;
    private const uint SegmentInformation = 0x1549A966;
    private const uint Tracks = 0x1654AE6B;
    private const uint TrackEntry = 0xAE;
    private const uint Cluster = 0x1F43B675;
    private const ulong UnknownSize = 0x01FF_FFFF_FFFF_FFFF;
    private const ulong EightByteSize = 1UL << 56;
    private const int BlockHeaderLength = 4 + 8 + 1 + 8 + 8 + 1 + 8 + 4;
    private readonly byte[] _head = new byte[BlockHeaderLength];

    /// <summary>Three raw video tracks, 1 to 3, and one of float samples, 4.</summary>
    public void Begin(int framesPerSecond)
    {
        var header = new MemoryStream();
        Put(header, Ebml, Text(0x4282, "matroska"));
        Id(header, Segment);
        header.Write(BigEndian(UnknownSize));
        Put(header, SegmentInformation, [.. Number(0x2AD7B1, 1_000_000 / UnitsPerMillisecond), .. Text(0x4D80, "-"), .. Text(0x5741, "-")]);
        var entries = VideoLayer.All.SelectMany((layer, i) => Video(i + 1, layer, framesPerSecond)).Concat(Sound(VideoLayer.All.Count + 1));
        Put(header, Tracks, [.. entries]);
        to.Write(header.GetBuffer().AsSpan(0, (int)header.Length));
    }

    /// <param name="track">1 the largest.</param>
    /// <param name="time">On the program's clock.</param>
    /// <param name="keyframe">Asks for a keyframe, see <see cref="EncoderCommand"/>.</param>
    /// <exception cref="IOException">The encoder is gone.</exception>
    public void Picture(int track, TimeSpan time, bool keyframe, I420Picture picture)
    {
        // Multiples of 100 µs, so that the 50 µs of a request stand out.
        var units = ((time.Ticks + (TimeSpan.TicksPerMillisecond / 20)) / (TimeSpan.TicksPerMillisecond / 10) * 10) + (keyframe ? 5 : 0);
        Head(track, units, picture.Bytes.Length);
        to.Write(picture.Bytes);
    }

    /// <param name="samples">Interleaved stereo.</param>
    /// <exception cref="IOException">The encoder is gone.</exception>
    public void Sound(TimeSpan time, ReadOnlySpan<float> samples)
    {
        var bytes = MemoryMarshal.AsBytes(samples);
        Head(VideoLayer.All.Count + 1, time.Ticks * UnitsPerMillisecond / TimeSpan.TicksPerMillisecond, bytes.Length);
        to.Write(bytes);
    }

    // Cluster { Timestamp, SimpleBlock { track, 16 bits of time relative to the cluster, flags, content } }
    private void Head(int track, long units, int length)
    {
        var head = _head.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(head, Cluster);
        BinaryPrimitives.WriteUInt64BigEndian(head[4..], EightByteSize | (uint)(BlockHeaderLength - 12 + length));
        head[12] = 0xE7;
        BinaryPrimitives.WriteUInt64BigEndian(head[13..], EightByteSize | 8);
        BinaryPrimitives.WriteInt64BigEndian(head[21..], units);
        head[29] = 0xA3;
        BinaryPrimitives.WriteUInt64BigEndian(head[30..], EightByteSize | (uint)(4 + length));
        head[38] = (byte)(0x80 | track);
        head[39] = head[40] = 0;
        head[41] = 0x80; // a keyframe, as every raw picture is
        to.Write(head);
    }

    private static byte[] Video(int number, VideoLayer layer, int framesPerSecond) =>
        Element(TrackEntry, [
            .. Number(0xD7, number), .. Number(0x73C5, number), .. Number(0x83, 1), .. Number(0x9C, 0), .. Text(0x86, "V_UNCOMPRESSED"),
            .. Number(0x23E383, 1_000_000_000 / framesPerSecond),
            .. Element(0xE0, [.. Number(0xB0, layer.Width), .. Number(0xBA, layer.Height), .. Text(0x2EB524, "I420")]),
        ]);

    private static byte[] Sound(int number) =>
        Element(TrackEntry, [
            .. Number(0xD7, number), .. Number(0x73C5, number), .. Number(0x83, 2), .. Number(0x9C, 0), .. Text(0x86, "A_PCM/FLOAT/IEEE"),
            .. Element(0xE1, [.. Element(0xB5, BigEndian(BitConverter.DoubleToUInt64Bits(ProgramTime.SamplesPerSecond))), .. Number(0x9F, ProgramTime.Channels), .. Number(0x6264, 32)]),
        ]);

    private static byte[] Number(uint id, long value) => Element(id, BigEndian((ulong)value));

    private static byte[] Text(uint id, string value) => Element(id, System.Text.Encoding.ASCII.GetBytes(value));

    private static byte[] Element(uint id, byte[] content)
    {
        var element = new MemoryStream();
        Put(element, id, content);
        return element.ToArray();
    }

    private static void Put(MemoryStream element, uint id, byte[] content)
    {
        Id(element, id);
        element.Write(BigEndian(EightByteSize | (uint)content.Length));
        element.Write(content);
    }

    // An id's length is in its first byte's leading zeros: it is written as it is, without more of them.
    private static void Id(MemoryStream element, uint id)
    {
        for (var shift = 24; shift >= 0; shift -= 8)
            if (id >> shift != 0) element.WriteByte((byte)(id >> shift));
    }

    private static byte[] BigEndian(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
