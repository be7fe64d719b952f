namespace LiveDialogue.Mixer.Outputs.Mp4;

/// <summary>The beginning of a fragmented file: what is in it and how to decode it, no media (ISO 14496-12 §8, ISO 14496-14, ISO 14496-15).</summary>
internal static class InitSegment
{
    private const int MovieTimescale = 1000;

    public static void Write(BoxWriter to, IReadOnlyList<MediaTrack> tracks)
    {
        var ftyp = to.Begin("ftyp"u8);
        to.Bytes("iso6"u8);
        to.U32(0);
        to.Bytes("iso6cmfcmp41"u8);
        to.End(ftyp);

        var moov = to.Begin("moov"u8);
        MovieHeader(to, tracks);
        foreach (var track in tracks) Track(to, track);
        var mvex = to.Begin("mvex"u8);
        foreach (var track in tracks)
        {
            var trex = to.Begin("trex"u8, 0, 0);
            to.U32(track.Id);
            to.U32(1);          // sample description
            to.Zeros(12);       // duration, size and flags: each fragment says its own
            to.End(trex);
        }
        to.End(mvex);
        to.End(moov);
    }

    private static void MovieHeader(BoxWriter to, IReadOnlyList<MediaTrack> tracks)
    {
        var mvhd = to.Begin("mvhd"u8, 0, 0);
        to.Zeros(8);            // creation, modification: the fragments' producer reference time says it exactly
        to.U32(MovieTimescale);
        to.U32(0);              // duration: in the fragments
        to.U32(0x0001_0000);    // rate 1.0
        to.U16(0x0100);         // volume 1.0
        to.Zeros(10);
        UnityMatrix(to);
        to.Zeros(24);
        to.U32(tracks.Max(track => track.Id) + 1);
        to.End(mvhd);
    }

    private static void Track(BoxWriter to, MediaTrack track)
    {
        var trak = to.Begin("trak"u8);
        var tkhd = to.Begin("tkhd"u8, 0, 3);    // enabled, in the movie
        to.Zeros(8);
        to.U32(track.Id);
        to.Zeros(4 + 4 + 8 + 2 + 2);            // reserved, duration, reserved, layer, alternate group
        to.U16(track.IsVideo ? 0 : 0x0100);
        to.U16(0);
        UnityMatrix(to);
        to.U32((uint)track.Header.Width << 16);
        to.U32((uint)track.Header.Height << 16);
        to.End(tkhd);

        var mdia = to.Begin("mdia"u8);
        var mdhd = to.Begin("mdhd"u8, 0, 0);
        to.Zeros(8);
        to.U32((uint)track.Timescale);
        to.U32(0);
        to.U16(0x55C4);                         // "und"
        to.U16(0);
        to.End(mdhd);
        var hdlr = to.Begin("hdlr"u8, 0, 0);
        to.U32(0);
        to.Bytes(track.IsVideo ? "vide"u8 : "soun"u8);
        to.Zeros(12);
        to.Bytes(track.IsVideo ? "Picture\0"u8 : "Sound\0"u8);
        to.End(hdlr);
        MediaHeaders(to, track);
        to.End(mdia);
        to.End(trak);
    }

    private static void MediaHeaders(BoxWriter to, MediaTrack track)
    {
        var minf = to.Begin("minf"u8);
        if (track.IsVideo)
        {
            var vmhd = to.Begin("vmhd"u8, 0, 1);
            to.Zeros(8);
            to.End(vmhd);
        }
        else
        {
            var smhd = to.Begin("smhd"u8, 0, 0);
            to.Zeros(4);
            to.End(smhd);
        }
        var dinf = to.Begin("dinf"u8);
        var dref = to.Begin("dref"u8, 0, 0);
        to.U32(1);
        to.End(to.Begin("url "u8, 0, 1));       // in this file
        to.End(dref);
        to.End(dinf);

        var stbl = to.Begin("stbl"u8);
        var stsd = to.Begin("stsd"u8, 0, 0);
        to.U32(1);
        if (track.IsVideo) Avc1(to, track);
        else Mp4a(to, track);
        to.End(stsd);
        EmptyTable(to, "stts"u8, 4);
        EmptyTable(to, "stsc"u8, 4);
        EmptyTable(to, "stsz"u8, 8);
        EmptyTable(to, "stco"u8, 4);
        to.End(stbl);
        to.End(minf);
    }

    /// <summary>ISO 14496-15 §5.4.2.1.</summary>
    private static void Avc1(BoxWriter to, MediaTrack track)
    {
        var avc1 = to.Begin("avc1"u8);
        to.Zeros(6);
        to.U16(1);              // data reference
        to.Zeros(16);
        to.U16(track.Header.Width);
        to.U16(track.Header.Height);
        to.U32(0x0048_0000);    // 72 dpi
        to.U32(0x0048_0000);
        to.U32(0);
        to.U16(1);              // one frame in a sample
        to.Zeros(32);           // compressor's name
        to.U16(24);             // depth
        to.U16(0xFFFF);
        var avcC = to.Begin("avcC"u8);
        to.Bytes(track.Header.Configuration.Span);
        to.End(avcC);
        to.End(avc1);
    }

    /// <summary>ISO 14496-14 §5.6, descriptors ISO 14496-1 §7.2.6.</summary>
    private static void Mp4a(BoxWriter to, MediaTrack track)
    {
        var mp4a = to.Begin("mp4a"u8);
        to.Zeros(6);
        to.U16(1);
        to.Zeros(8);
        to.U16(track.Channels);
        to.U16(16);
        to.Zeros(4);
        to.U32((uint)track.SampleRate << 16);

        var configuration = track.Header.Configuration.Span;
        var specific = 2 + configuration.Length;
        var decoder = 2 + 13 + specific;
        var esds = to.Begin("esds"u8, 0, 0);
        to.U8(0x03);                            // ES_Descriptor
        to.U8((byte)(3 + decoder + 3));
        to.U16((int)track.Id);
        to.U8(0);
        to.U8(0x04);                            // DecoderConfigDescriptor
        to.U8((byte)(13 + specific));
        to.U8(0x40);                            // MPEG-4 audio
        to.U8(0x15);                            // audio stream
        to.U24(0);
        to.U32((uint)track.Header.BitsPerSecond);
        to.U32((uint)track.Header.BitsPerSecond);
        to.U8(0x05);                            // DecoderSpecificInfo
        to.U8((byte)configuration.Length);
        to.Bytes(configuration);
        to.U8(0x06);                            // SLConfigDescriptor: as in MP4
        to.U8(1);
        to.U8(0x02);
        to.End(esds);
        to.End(mp4a);
    }

    private static void EmptyTable(BoxWriter to, ReadOnlySpan<byte> type, int zeros)
    {
        var box = to.Begin(type, 0, 0);
        to.Zeros(zeros);
        to.End(box);
    }

    private static void UnityMatrix(BoxWriter to)
    {
        to.U32(0x0001_0000);
        to.Zeros(12);
        to.U32(0x0001_0000);
        to.Zeros(12);
        to.U32(0x4000_0000);
    }
}
