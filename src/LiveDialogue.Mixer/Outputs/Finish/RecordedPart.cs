using System.Buffers.Binary;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Outputs.Mp4;

namespace LiveDialogue.Mixer.Outputs.Finish;

/// <summary>A part of the recording as it was left: read from its boxes, up to the last whole fragment.</summary>
/// <param name="WholeBytes">What comes after them is the beginning of a fragment that was never finished.</param>
/// <param name="Start">Wall time of its first picture.</param>
internal sealed record RecordedPart(string Path, long WholeBytes, DateTimeOffset Start, TimeSpan Length)
{
    private const int LargestHead = 1 << 20;
    private static readonly int[] Timescales = [MediaTrack.VideoTimescale, MediaTrack.AudioTimescale];

    /// <returns>Null when it has no whole fragment.</returns>
    public static RecordedPart? Read(string path)
    {
        using var file = File.OpenHandle(path);
        var bytes = RandomAccess.GetLength(file);
        var (whole, length, start, hasHeads) = (0L, TimeSpan.Zero, default(DateTimeOffset?), false);
        var pending = TimeSpan.Zero;
        Span<byte> header = stackalloc byte[8];
        for (var at = 0L; at + 8 <= bytes && RandomAccess.Read(file, header, at) == 8;)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (size < 8 || at + size > bytes) break;
            var type = header[4..];
            if (type.SequenceEqual("mdat"u8))
            {
                (length, whole) = (pending > length ? pending : length, at + size);
            }
            else if (size <= LargestHead)
            {
                var body = new byte[size - 8];
                if (RandomAccess.Read(file, body, at + 8) != body.Length) break;
                if (type.SequenceEqual("moov"u8)) hasHeads = true;
                else if (type.SequenceEqual("prft"u8) && body.Length >= 24) start ??= ReferenceStart(body);
                else if (type.SequenceEqual("moof"u8)) pending = End(body);
            }
            at += size;
        }
        return hasHeads && whole > 0 && start is { } known && length > TimeSpan.Zero ? new(path, whole, known, length) : null;
    }

    /// <summary>Takes away what ffmpeg would read as a damaged frame.</summary>
    public void CutOffRest()
    {
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Write);
        if (RandomAccess.GetLength(file) > WholeBytes) RandomAccess.SetLength(file, WholeBytes);
    }

    private static DateTimeOffset ReferenceStart(ReadOnlySpan<byte> prft)
    {
        var mediaTime = BinaryPrimitives.ReadInt64BigEndian(prft[16..]);
        return NtpTime.ToTime(BinaryPrimitives.ReadUInt64BigEndian(prft[8..])) - TimeSpan.FromSeconds((double)mediaTime / MediaTrack.VideoTimescale);
    }

    /// <summary>Where the longer of a fragment's tracks ends. Reads what <see cref="MediaFragment"/> writes.</summary>
    private static TimeSpan End(ReadOnlySpan<byte> moof)
    {
        var end = TimeSpan.Zero;
        while (Next(ref moof, out var type, out var traf))
        {
            if (!type.SequenceEqual("traf"u8)) continue;
            var (track, defaultDuration, time) = (0u, 0u, 0L);
            while (Next(ref traf, out var inner, out var body))
            {
                if (inner.SequenceEqual("tfhd"u8))
                {
                    track = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
                    if ((body[3] & 0x08) != 0) defaultDuration = BinaryPrimitives.ReadUInt32BigEndian(body[8..]);
                }
                else if (inner.SequenceEqual("tfdt"u8)) time = BinaryPrimitives.ReadInt64BigEndian(body[4..]);
                else if (inner.SequenceEqual("trun"u8)) time += RunLength(body, defaultDuration);
            }
            var ends = TimeSpan.FromSeconds((double)time / Timescales[(int)Math.Clamp(track, 1, 2) - 1]);
            if (ends > end) end = ends;
        }
        return end;
    }

    private static long RunLength(ReadOnlySpan<byte> trun, uint defaultDuration)
    {
        var flags = BinaryPrimitives.ReadUInt32BigEndian(trun) & 0xFF_FFFF;
        var count = BinaryPrimitives.ReadUInt32BigEndian(trun[4..]);
        if ((flags & 0x100) == 0) return (long)count * defaultDuration;
        var at = 8 + ((flags & 0x01) != 0 ? 4 : 0) + ((flags & 0x04) != 0 ? 4 : 0);
        var stride = 4 + ((flags & 0x200) != 0 ? 4 : 0) + ((flags & 0x400) != 0 ? 4 : 0);
        var length = 0L;
        for (var i = 0; i < count && at + 4 <= trun.Length; i++, at += stride) length += BinaryPrimitives.ReadUInt32BigEndian(trun[at..]);
        return length;
    }

    private static bool Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> body)
    {
        type = default;
        body = default;
        if (rest.Length < 8) return false;
        var size = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (size < 8 || size > rest.Length) return false;
        type = rest[4..8];
        body = rest[8..(int)size];
        rest = rest[(int)size..];
        return true;
    }
}
