using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Native.Linux;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>Notes when each picture of the program left as RTP; afterwards, decodes them and finds which picture of the first office each one shows.</summary>
internal sealed class DelayProbe : IProgramOutput
{
    private readonly H264Depacketizer _depacketizer = new();
    private readonly Lock _gate = new();
    private List<(MonoTime At, byte[] Picture)>? _kept;

    /// <summary>Keeps the pictures from the next keyframe on.</summary>
    internal void Begin()
    {
        lock (_gate) _kept = new(1000);
    }

    public void Video(int layer, ReadOnlySpan<byte> rtp)
    {
        if (layer != 0 || !RtpPacket.TryParse(rtp, out var packet)) return;
        var complete = _depacketizer.Add(packet, afterGap: false);
        if (!complete) return;
        lock (_gate)
            if (_kept is { } kept && (kept.Count > 0 || _depacketizer.IsKeyframe)) kept.Add((MonotonicWait.Now, _depacketizer.Frame.ToArray()));
    }

    public void Audio(ReadOnlySpan<byte> rtp) { }

    public void Clock(int layer, ulong ntpTime, uint rtpTimestamp) { }

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    /// <param name="sent">When the pictures of the first office went in.</param>
    /// <param name="tile">Where it is drawn.</param>
    /// <returns>Of each of them that was shown: from its last packet in to the last packet of the first program picture that shows it; sorted.</returns>
    internal async Task<List<double>> MillisecondsAsync(IReadOnlyList<MonoTime> sent, Tile tile, CancellationToken ct)
    {
        List<(MonoTime At, byte[] Picture)> pictures;
        lock (_gate) (pictures, _kept) = (_kept ?? [], null);
        var delays = new List<double>();
        var layer = VideoLayer.All[0];
        using var decoder = Tools.Start(["-f", "h264", "-i", "pipe:0", "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]);
        var feeding = FeedAsync(pictures, decoder.StandardInput.BaseStream, ct);
        var luma = new byte[layer.Width * layer.Height];
        var shown = -1L;
        foreach (var (at, _) in pictures)
        {
            if (await decoder.StandardOutput.BaseStream.ReadAtLeastAsync(luma, luma.Length, throwOnEndOfStream: false, ct) < luma.Length) break;
            if (Find(luma, layer.Width, tile) is not (>= 0 and var number)) continue;
            // The numbers begin anew every ten seconds: the one meant is the last one sent before.
            var index = LastSent(sent, at, number);
            if (index <= shown) continue;
            shown = index;
            delays.Add((at - sent[(int)index]).TotalMilliseconds);
        }
        await feeding;
        await decoder.WaitForExitAsync(ct);
        delays.Sort();
        return delays;
    }

    internal static int Find(byte[] luma, int width, Tile tile)
    {
        var scale = Math.Max((double)tile.Area.Width / BenchClip.Width, (double)tile.Area.Height / BenchClip.Height);
        int ToX(int x) => (int)(tile.Area.X + (tile.Area.Width / 2.0) + ((x - (BenchClip.Width / 2)) * scale));
        int ToY(int y) => (int)(tile.Area.Y + (tile.Area.Height / 2.0) + ((y - (BenchClip.Height / 2)) * scale));
        return FrameMark.Read(luma, width, ToX, ToY);
    }

    private static long LastSent(IReadOnlyList<MonoTime> sent, MonoTime before, int number)
    {
        for (var i = sent.Count - 1; i >= 0; i--)
            if (i % BenchClip.Frames == number && sent[i] <= before) return i;
        return -1;
    }

    private static async Task FeedAsync(List<(MonoTime At, byte[] Picture)> pictures, Stream to, CancellationToken ct)
    {
        await using (to)
            foreach (var (_, picture) in pictures) await to.WriteAsync(picture, ct);
    }
}
