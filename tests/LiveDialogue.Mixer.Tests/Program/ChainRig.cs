using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Tests.Encoding;
using LiveDialogue.Mixer.Tests.Inputs;
using LiveDialogue.Native.Opus;
using LiveDialogue.Testing;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>
/// The whole chain with real workers, from one speaker's RTP to the recording, by a clock that waits for the decoder after each picture: sound each 20 ms and
/// a picture each 33 ms, captured together and arriving when they were captured.
/// </summary>
internal sealed class ChainRig : IAsyncDisposable
{
    public static readonly SourceId Camera = new("amina", SourceKind.Camera);
    private static readonly SourceId Voice = new("amina", SourceKind.Voice);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ld");
    private readonly RtpSender _video = new();
    private readonly RtpSender _audio = new();
    private readonly OpusEncoder _opus = new(1, 32_000);
    private readonly Func<double, double> _wave;
    private readonly short[] _pcm = new short[960];
    private readonly byte[] _packet = new byte[1276];
    private InputSet? _inputs;
    private MonoTime _start;
    private long _pictures;
    private long _sounds;

    /// <param name="wave">The sound at a time in seconds, -1..1.</param>
    public ChainRig(Func<double, double> wave)
    {
        _wave = wave;
        Mixer = new(
            new() { Folder = Path.Combine(_folder.FullName, "program"), RunFolder = Path.Combine(_folder.FullName, "run"), KeepFree = 0 },
            Packets, new ObserverLog(), NullLogger.Instance, TimeProvider.System,
            new(Clock, Workers, Patient: true, pool => _inputs = new(pool, Workers, new ObserverLog(), NullLogger.Instance)));
        Mixer.SetInputs([new("amina", Audible: true, Visible: true, 0)]);
        Mixer.Show(ProgramPicture.Empty with { Scene = new Scene.Solo("amina") });
        Clock.Run(100.Milliseconds());
        _start = Clock.Now;
    }

    public PacedClock Clock { get; } = new();

    public WatchedStarter Workers { get; } = new();

    public PacketLog Packets { get; } = new();

    public ProgramMixer Mixer { get; }

    public string Recording => Path.Combine(_folder.FullName, "program", "rec-0001.mp4");

    /// <summary>One second of both.</summary>
    /// <param name="clip">Its pictures from the first on; null: the camera sends nothing.</param>
    /// <param name="waits">For the decoder, after each picture; false where it was killed, and can't be waited for.</param>
    public async Task SecondAsync(Clip? clip, bool waits = true)
    {
        for (var end = _pictures + Clip.FramesPerSecond; _pictures < end;)
        {
            var (picture, sound) = (TimeSpan.FromSeconds(_pictures / (double)Clip.FramesPerSecond), (_sounds + 1) * 20.Milliseconds());
            var next = picture <= sound ? picture : sound;
            if (_start + next > Clock.Now) Clock.Run(_start + next - Clock.Now);
            if (picture <= sound) await SendPictureAsync(clip, waits);
            else SendSound();
        }
    }

    /// <summary>Ends the program; the recording is whole then.</summary>
    public async Task EndAsync()
    {
        var ending = Task.Run(async () => await Mixer.DisposeAsync());
        Clock.Open();
        await ending;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _opus.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task SendPictureAsync(Clip? clip, bool waits)
    {
        var number = _pictures++;
        if (clip is null) return;

        var before = Decoded();
        var captured = _start + TimeSpan.FromSeconds(number / (double)Clip.FramesPerSecond);
        foreach (var packet in _video.Video(clip.Codec, clip.Frames[(int)(number % clip.Frames.Count)], (uint)(number * 3000)))
            Mixer.Receive(Camera, clip.Codec, packet, captured.Microseconds, captured);
        if (waits) await Eventually.TrueAsync(() => Decoded() > before, $"picture {number} was decoded");
    }

    private void SendSound()
    {
        for (var i = 0; i < _pcm.Length; i++) _pcm[i] = (short)(_wave(((_sounds * 960) + i) / 48_000d) * 32_000);
        var length = _opus.Encode(_pcm, _packet);
        var captured = _start + (_sounds * 20.Milliseconds());
        Mixer.Receive(Voice, InputCodec.Opus, _audio.Voice(_packet.AsSpan(0, length), (uint)(_sounds * 960)), captured.Microseconds, captured + 20.Milliseconds());
        _sounds++;
    }

    private long Decoded() => _inputs?.Find("amina")?.Camera?.FramesDecoded ?? 0;
}
