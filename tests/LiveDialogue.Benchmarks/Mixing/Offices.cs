using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Native.Linux;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>Field offices as a tap hands them out: RTP of VP8 and Opus, from a thread of their own, each a little after the other.</summary>
internal sealed class Offices : IDisposable
{
    private const int MostPayload = 1100;
    private static readonly TimeSpan PictureInterval = TimeSpan.FromSeconds(1.0 / BenchClip.FramesPerSecond);
    private static readonly TimeSpan SoundInterval = TimeSpan.FromMilliseconds(20);

    private readonly IProgramMixer _mixer;
    private readonly List<Office> _offices;
    private readonly byte[] _packet = new byte[1500];
    private readonly Thread _thread;
    private volatile bool _stopped;
    private volatile bool _firstIsSilent;

    internal Offices(IProgramMixer mixer, IReadOnlyList<BenchClip> clips, int count)
    {
        _mixer = mixer;
        var start = MonotonicWait.Now + TimeSpan.FromMilliseconds(50);
        _offices = [.. Enumerable.Range(0, count).Select(i => new Office(NameOf(i), ClipOf(i, clips), start + (i * TimeSpan.FromMilliseconds(2.7))))];
        _thread = new(Run) { IsBackground = true, Name = "offices" };
        _thread.Start();
    }

    /// <summary>The first office's microphone is gone: nothing that its picture would have to wait for.</summary>
    internal bool FirstIsSilent
    {
        set => _firstIsSilent = value;
    }

    /// <summary>When the last packet of each picture of the first office went in, by its number since the start.</summary>
    internal List<MonoTime> Sent { get; } = new(100_000);

    internal static string NameOf(int i) => $"office-{i}";

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }

    // The first says when its clip begins, so that its sound can be compared with its picture.
    private static BenchClip ClipOf(int office, IReadOnlyList<BenchClip> clips) => office == 0 ? clips[0] with { Sound = BenchClip.Beeps() } : clips[office % clips.Count];

    private void Run()
    {
        while (!_stopped)
        {
            var next = _offices.MinBy(o => o.Due)!; // there is at least one
            MonotonicWait.Until(next.Due);
            if (next.PictureDue <= next.SoundDue) SendPicture(next);
            else SendSound(next);
        }
    }

    private void SendPicture(Office office)
    {
        var data = office.Clip.Pictures[(int)(office.Pictures % office.Clip.Pictures.Count)].AsSpan();
        var packets = (data.Length + MostPayload - 1) / MostPayload;
        for (var i = 0; i < packets; i++)
        {
            var part = data.Slice(i * MostPayload, Math.Min(MostPayload, data.Length - (i * MostPayload)));
            var header = RtpWriter.WriteHeader(_packet, 96, i == packets - 1, office.VideoSequence++, (uint)(office.Pictures * 3000), 1);
            _packet[header] = (byte)(i == 0 ? 0x10 : 0x00); // S: the frame's first packet (RFC 7741 §4.2)
            part.CopyTo(_packet.AsSpan(header + 1));
            _mixer.Receive(new(office.Name, SourceKind.Camera), InputCodec.Vp8, _packet.AsSpan(0, header + 1 + part.Length), office.PictureDue.Microseconds, MonotonicWait.Now);
        }
        if (office == _offices[0]) Sent.Add(MonotonicWait.Now);
        office.Pictures++;
    }

    private void SendSound(Office office)
    {
        if (_firstIsSilent && office == _offices[0])
        {
            office.Sounds++;
            return;
        }
        var data = office.Clip.Sound[(int)(office.Sounds % office.Clip.Sound.Count)];
        var header = RtpWriter.WriteHeader(_packet, 111, marker: false, (ushort)office.Sounds, (uint)(office.Sounds * 960), 2);
        data.CopyTo(_packet, header);
        _mixer.Receive(new(office.Name, SourceKind.Voice), InputCodec.Opus, _packet.AsSpan(0, header + data.Length), office.SoundDue.Microseconds, MonotonicWait.Now);
        office.Sounds++;
    }

    private sealed class Office(string name, BenchClip clip, MonoTime start)
    {
        internal string Name => name;

        internal BenchClip Clip => clip;

        internal long Pictures { get; set; }

        internal long Sounds { get; set; }

        internal ushort VideoSequence { get; set; }

        internal MonoTime PictureDue => start + (PictureInterval * Pictures);

        internal MonoTime SoundDue => start + (SoundInterval * Sounds);

        internal MonoTime Due => MonoTime.Earlier(PictureDue, SoundDue);
    }
}
