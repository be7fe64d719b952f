using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Mixer.Tests.Io;
using LiveDialogue.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Encoding;

/// <summary>The real encoder behind its feed, driven as fast as it goes: pictures with a moving bar, and a tone.</summary>
internal sealed class EncoderRig : IAsyncDisposable
{
    public const int FramesPerSecond = 30;
    private const double ToneHertz = 440;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ld");
    private readonly SteppedClock _clock = new();
    private readonly float[] _samples = new float[ProgramTime.SamplesPerFrame * ProgramTime.Channels];
    private long _tick;
    private long _frame;

    public EncoderRig()
    {
        Hub = new(FramesPerSecond, DateTimeOffset.UnixEpoch, NullLogger.Instance);
        Hub.Add(Units);
        Encoder = new(
            new("ffmpeg", _folder.FullName, FramesPerSecond, Patient: true), new WorkerStarter(NullLogger.Instance), Hub, _clock, NullLogger.Instance);
    }

    public FramePool Pool { get; } = new();

    public UnitLog Units { get; } = new();

    public EncodedHub Hub { get; }

    public Encoder Encoder { get; }

    /// <summary>Offers so many pictures with their sound; waits only where the feed is full.</summary>
    public void Send(int ticks, Func<long, bool>? keyframe = null)
    {
        for (var end = _tick + ticks; _tick < end; _tick++)
        {
            Encoder.Feed.Offer(new(_tick, keyframe?.Invoke(_tick) ?? _tick % 60 == 0, Picture(1280, 720), Picture(640, 360), Picture(320, 180)), _clock.Now);
            while (ProgramTime.OfSound(_frame) < ProgramTime.OfTick(_tick + 1, FramesPerSecond)) SendSound();
            _clock.Pass(33.Milliseconds());
        }
    }

    /// <summary>As a cleaner of temporary folders does.</summary>
    public void SweepFolder() => _folder.Delete(recursive: true);

    public async ValueTask DisposeAsync()
    {
        await Encoder.DisposeAsync();
        Assert.Equal(0, Pool.Outstanding);
        Pool.Dispose();
        Assert.Empty(_folder.EnumerateFileSystemInfos());
        _folder.Delete();
    }

    private void SendSound()
    {
        for (var i = 0; i < ProgramTime.SamplesPerFrame; i++)
        {
            var at = (_frame * ProgramTime.SamplesPerFrame) + i;
            _samples[2 * i] = _samples[(2 * i) + 1] = 0.3f * (float)Math.Sin(2 * Math.PI * ToneHertz * at / ProgramTime.SamplesPerSecond);
        }
        Encoder.Feed.OfferSound(_samples);
        _frame++;
    }

    private Frame Picture(int width, int height)
    {
        var frame = Pool.Rent(width, height);
        frame.Picture.Bytes.Fill(128);
        var bar = (int)(_tick * 7 % (height - 8));
        frame.Picture.Y.Slice(bar * width, 8 * width).Fill(220);
        return frame;
    }
}
