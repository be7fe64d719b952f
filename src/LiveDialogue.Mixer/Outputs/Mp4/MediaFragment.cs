using LiveDialogue.Mixer.Encoding;

namespace LiveDialogue.Mixer.Outputs.Mp4;

/// <summary>What one track adds to a fragment.</summary>
/// <param name="Count">How many of the first samples in <paramref name="Samples"/>; at least one.</param>
/// <param name="End">Where the last of them ends, in the track's timescale.</param>
/// <param name="Zero">Which of the samples' times is the file's 0.</param>
internal readonly record struct TrackRun(MediaTrack Track, List<Sample> Samples, int Count, long End, long Zero = 0);

/// <summary>Media of one or two tracks: moof and mdat (ISO 14496-12 §8.8). Times are 64 bits wide; what all samples share is said once.</summary>
internal static class MediaFragment
{
    private const uint DependsOnNothing = 0x0200_0000;
    private const uint DependsOnOthers = 0x0101_0000;      // and isn't a sync sample

    /// <summary>A segment type box, for a segment that is a file of its own (§8.16.2).</summary>
    public static void WriteSegmentType(BoxWriter to)
    {
        var styp = to.Begin("styp"u8);
        to.Bytes("msdh"u8);
        to.U32(0);
        to.Bytes("msdhcmfs"u8);
        to.End(styp);
    }

    /// <summary>Says which wall time the next fragment's first picture belongs to (§8.16.5).</summary>
    public static void WriteReferenceTime(BoxWriter to, uint track, DateTimeOffset wallTime, long mediaTime)
    {
        var prft = to.Begin("prft"u8, 1, 0);
        to.U32(track);
        to.U64(NtpTime.Of(wallTime));
        to.U64((ulong)mediaTime);
        to.End(prft);
    }

    public static void Write(BoxWriter to, uint sequence, ReadOnlySpan<TrackRun> runs)
    {
        Span<int> offsets = stackalloc int[runs.Length];
        var start = to.Begin("moof"u8);
        var mfhd = to.Begin("mfhd"u8, 0, 0);
        to.U32(sequence);
        to.End(mfhd);
        for (var i = 0; i < runs.Length; i++) offsets[i] = Traf(to, runs[i]);
        to.End(start);

        var mdat = to.Begin("mdat"u8);
        for (var i = 0; i < runs.Length; i++)
        {
            to.Patch(offsets[i], (uint)(to.Length - start));    // data offset counts from the moof's first byte
            for (var s = 0; s < runs[i].Count; s++) to.Bytes(runs[i].Samples[s].Bytes.Span);
        }
        to.End(mdat);
    }

    /// <returns>Where the data offset is to be written.</returns>
    private static int Traf(BoxWriter to, in TrackRun run)
    {
        var sameDuration = true;
        var onlyFirstIsSync = true;
        for (var i = 1; i < run.Count; i++)
        {
            sameDuration &= Duration(run, i) == Duration(run, 0);
            onlyFirstIsSync &= !run.Samples[i].IsSync;
        }
        var defaultFlags = run.Track.IsVideo ? DependsOnOthers : DependsOnNothing;
        var firstFlags = run.Track.IsVideo && onlyFirstIsSync;
        var eachFlags = run.Track.IsVideo && !onlyFirstIsSync;

        var traf = to.Begin("traf"u8);
        var tfhd = to.Begin("tfhd"u8, 0, 0x02_0020u | (sameDuration ? 0x08u : 0));     // default-base-is-moof, default flags
        to.U32(run.Track.Id);
        if (sameDuration) to.U32(Duration(run, 0));
        to.U32(defaultFlags);
        to.End(tfhd);
        var tfdt = to.Begin("tfdt"u8, 1, 0);
        to.U64((ulong)(run.Samples[0].Time - run.Zero));
        to.End(tfdt);

        var trun = to.Begin("trun"u8, 0, 0x0201u | (firstFlags ? 0x04u : 0) | (sameDuration ? 0 : 0x0100u) | (eachFlags ? 0x0400u : 0));
        to.U32((uint)run.Count);
        var offset = to.Length;
        to.U32(0);
        if (firstFlags) to.U32(Flags(run.Samples[0]));
        for (var i = 0; i < run.Count; i++)
        {
            if (!sameDuration) to.U32(Duration(run, i));
            to.U32((uint)run.Samples[i].Bytes.Length);
            if (eachFlags) to.U32(Flags(run.Samples[i]));
        }
        to.End(trun);
        to.End(traf);
        return offset;
    }

    private static uint Flags(in Sample sample) => sample.IsSync ? DependsOnNothing : DependsOnOthers;

    private static uint Duration(in TrackRun run, int index) =>
        (uint)((index + 1 < run.Count ? run.Samples[index + 1].Time : run.End) - run.Samples[index].Time);
}
