using System.Buffers.Binary;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// Takes one elementary stream out of FLV (Adobe FLV 10.1, annex E), which ffmpeg writes without waiting for anything else.
/// <code>
/// tag: | type (8) | size (24) | time in ms (24) | its bits 24..31 (8) | stream (24) | content | size of the tag (32) |
/// H.264: | key 1, inter 2 (4) | 7 (4) | 0 configuration, 1 NAL units (8) | composition time (24) | …
/// AAC:   | 10 (4) | … (4) | 0 configuration, 1 frame (8) | …
/// </code>
/// </summary>
internal static class FlvReader
{
    private const int FileHeaderLength = 13;
    private const int TagHeaderLength = 11;
    private const int TrailerLength = 4;
    private const int AudioTag = 8;
    private const int VideoTag = 9;
    private const int Avc = 7;
    private const int Aac = 10;
    private const int LargestTag = 4 << 20;

    /// <summary>Until the stream ends, or isn't FLV.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task ReadAsync(Stream from, EncodedTrack track, IElementaryStreams to, CancellationToken ct)
    {
        var head = new byte[TagHeaderLength];
        var rest = new byte[16];
        if (!await FillAsync(from, rest.AsMemory(0, FileHeaderLength), ct) || !rest.AsSpan(0, 3).SequenceEqual("FLV"u8)) return;

        while (await FillAsync(from, head, ct))
        {
            var size = (int)(BinaryPrimitives.ReadUInt32BigEndian(head) & 0xFF_FFFF);
            var time = TimeSpan.FromMilliseconds((BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)) >> 8) | ((uint)head[7] << 24));
            var before = head[0] switch { VideoTag => 5, AudioTag => 2, _ => 0 };
            if (size < before || size > LargestTag) return;

            // What outputs keep is read into memory of its own; what stands before it, into ours.
            var content = new byte[size - before];
            if (!await FillAsync(from, rest.AsMemory(0, before), ct)) return;
            if (!await FillAsync(from, content, ct)) return;
            if (before > 0) Tell(rest, head[0], time, content, track, to);
            if (!await FillAsync(from, rest.AsMemory(0, TrailerLength), ct)) return;
        }
    }

    private static void Tell(ReadOnlySpan<byte> before, int type, TimeSpan time, byte[] content, EncodedTrack track, IElementaryStreams to)
    {
        var expected = type == VideoTag ? (before[0] & 0x0F) == Avc : before[0] >> 4 == Aac;
        if (!expected) return;

        switch (before[1])
        {
            case 0:
                to.Header(track, content);
                break;
            case 1 when content.Length > 0:
                to.Unit(track, time, type == AudioTag || before[0] >> 4 == 1, content);
                break;
        }
    }

    private static async ValueTask<bool> FillAsync(Stream from, Memory<byte> buffer, CancellationToken ct) =>
        buffer.IsEmpty || await from.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct) == buffer.Length;
}
