using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>A voice and a camera of one speaker over networks of their own, in virtual time: what is shown was captured with what is heard.</summary>
public sealed class LipSyncTests : IDisposable
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMicroseconds(33_333);

    private readonly FramePool _pool = new();
    private readonly FrameQueue _frames = new();
    private readonly LipSync _lipSync = new();
    private readonly List<(MonoTime Now, TimeSpan PictureAfterSound)> _offsets = [];
    private readonly List<MonoTime> _captures = [];
    private MonoTime _nextFrame = new(1_000_000);

    [Theory]
    [InlineData(30, 30, 0)]                                         // alike
    [InlineData(30, 60, 60)]                                        // a voice that jitters is held back: so is the picture
    [InlineData(120, 40, 0)]                                        // a picture that is slow by itself
    [InlineData(30, 180, 40)]                                       // a voice that is
    public void The_picture_shown_was_captured_with_the_sound_played(int videoMilliseconds, int voiceMilliseconds, int jitterMilliseconds)
    {
        using var voice = Run(videoMilliseconds.Milliseconds(), voiceMilliseconds.Milliseconds(), jitterMilliseconds.Milliseconds(), _ => true);
        voice.RunFor(30.Seconds());
        Assert.InRange(_offsets.Count, 1_200, 1_600);
        Assert.All(_offsets.Where(o => o.Now > new MonoTime(16_000_000)), o => Assert.InRange(o.PictureAfterSound, -80.Milliseconds(), 80.Milliseconds()));
    }

    [Fact]
    public void Before_the_sender_reports_its_clock_arrival_stands_in_for_it_and_nothing_jumps_when_it_does()
    {
        using var voice = Run(40.Milliseconds(), 40.Milliseconds(), 20.Milliseconds(), time => time > 10.Seconds());
        voice.RunFor(20.Seconds());
        Assert.InRange(_offsets.Count, 800, 1_100);
        Assert.All(_offsets.Where(o => o.Now > new MonoTime(4_000_000)), o => Assert.InRange(o.PictureAfterSound, -80.Milliseconds(), 80.Milliseconds()));
        for (var i = 1; i < _captures.Count; i++) Assert.InRange(_captures[i] - _captures[i - 1], TimeSpan.Zero, FrameInterval * 3);
    }

    [Fact]
    public void No_picture_waits_longer_than_sound_may()
    {
        var time = new CaptureTime(1_000, new MonoTime(5_000_000));
        _lipSync.Played(new(1_000, new MonoTime(1_000_000)), new MonoTime(9_000_000));
        Assert.Equal(new MonoTime(5_900_000), _lipSync.DueOf(time, new MonoTime(9_000_000)));
        Assert.Equal(time.Arrival, _lipSync.DueOf(time, new MonoTime(13_000_000)));         // no sound for long: as it comes
    }

    [Fact]
    public void A_picture_is_shown_until_the_next_is_due_and_grows_old()
    {
        Add(new(0, new MonoTime(1_000_000)));
        Add(new(0, new MonoTime(1_100_000)));
        Assert.Null(Take(new MonoTime(990_000)));
        Assert.Equal(50.Milliseconds(), Take(new MonoTime(1_050_000)));
        Assert.Equal(10.Milliseconds(), Take(new MonoTime(1_110_000)));
        Assert.Equal(1.Seconds(), Take(new MonoTime(2_100_000)));
    }

    [Fact]
    public void Pictures_nobody_takes_dont_pile_up()
    {
        for (var i = 0; i < 100; i++) Add(new(0, new MonoTime(1_000_000 + (i * 33_333))));
        Assert.InRange(_pool.Outstanding, 1, 28);
    }

    [Fact]
    public void Sixty_pictures_a_second_that_wait_for_late_sound_are_thinned_and_never_gone()
    {
        _lipSync.Played(new(1_000_000, new MonoTime(1_800_000)), new MonoTime(1_800_000));      // sound is played 0.8 s after it was captured
        var shown = new HashSet<long>();
        for (var at = 1_000_000L; at < 6_000_000; at += 16_667)
        {
            var now = new MonoTime(at);
            _lipSync.Played(new(at - 800_000, now), now);
            Add(new(at, now), now);
            var picture = _frames.Take(_lipSync, now);
            if (at > 2_000_000) Assert.NotNull(picture.Frame);
            if (picture.Frame is not { } frame) continue;
            shown.Add(BitConverter.ToInt64(frame.Picture.Bytes));
            Assert.InRange(picture.Age, TimeSpan.Zero, 120.Milliseconds());
            frame.Release();
        }
        Assert.InRange(shown.Count, 100, 240);
        Assert.InRange(_pool.Outstanding, 1, 28);
    }

    [Fact]
    public void Large_pictures_that_wait_are_bounded_in_bytes()
    {
        _lipSync.Played(new(1_000_000, new MonoTime(1_800_000)), new MonoTime(1_800_000));
        for (var i = 0; i < 60; i++) _frames.Add(_pool.Rent(1920, 1080), new(1_000_000 + (i * 16_667), new MonoTime(1_000_000 + (i * 16_667))));
        Assert.InRange(_pool.Outstanding, 5, (40 << 20) / (1920 * 1080 * 3 / 2));
    }

    public void Dispose()
    {
        _frames.Dispose();
        Assert.Equal(0, _pool.Outstanding);
        _pool.Dispose();
    }

    private Microphone Run(TimeSpan videoDelay, TimeSpan voiceDelay, TimeSpan voiceJitter, Func<TimeSpan, bool> hasReports)
    {
        Microphone? voice = null;
        voice = new Microphone(11, Tones.Sine(400, 0.4))
        {
            Loops = true,
            Delay = voiceDelay,
            Jitter = voiceJitter,
            HasReports = hasReports,
            Pulled = (now, playing) =>
            {
                voice!.Input.WantedDelay = _lipSync.WantedSoundDelay(_frames.Lateness(_lipSync), voice.Input.Delay);
                if (playing is { } sound) _lipSync.Played(sound, now);
                while (_nextFrame + videoDelay <= now)
                {
                    Add(new(hasReports(_nextFrame - new MonoTime(1_000_000)) ? _nextFrame.Microseconds : 0, _nextFrame + videoDelay), _nextFrame);
                    _nextFrame += FrameInterval;
                }
                Note(now, voiceDelay, playing);
            },
        };
        return voice;
    }

    // A frame says when it was captured in its first bytes.
    private void Note(MonoTime now, TimeSpan voiceDelay, CaptureTime? playing)
    {
        var picture = _frames.Take(_lipSync, now);
        if (picture.Frame is not { } frame) return;
        var captured = new MonoTime(BitConverter.ToInt64(frame.Picture.Bytes));
        frame.Release();
        _captures.Add(captured);
        if (playing is not { } sound) return;
        var soundCaptured = sound.SenderMicroseconds != 0 ? new MonoTime(sound.SenderMicroseconds) : sound.Arrival - voiceDelay - 20.Milliseconds();
        _offsets.Add((now, soundCaptured - captured));
    }

    private void Add(CaptureTime time, MonoTime captured = default)
    {
        var frame = _pool.Rent(16, 16);
        BitConverter.TryWriteBytes(frame.Picture.Bytes, captured.Microseconds);
        _frames.Add(frame, time);
    }

    private TimeSpan? Take(MonoTime now)
    {
        var picture = _frames.Take(_lipSync, now);
        picture.Frame?.Release();
        return picture.Frame is null ? null : picture.Age;
    }
}
