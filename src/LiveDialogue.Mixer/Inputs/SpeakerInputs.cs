using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Sound;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>All that one speaker sends. Made and closed by <see cref="InputSet"/>; sound and pictures are taken by the clock thread alone.</summary>
internal sealed class SpeakerInputs(MixInput settings, Func<SourceId, VideoInput> makeVideo)
{
    /// <summary>The last picture stands for that long, with its age; then the speaker's photo or name. A screen's senders repeat it every few seconds.</summary>
    private static readonly TimeSpan CameraLimit = TimeSpan.FromSeconds(30), ScreenLimit = TimeSpan.FromSeconds(15);

    /// <summary>A camera that sends nothing for that long gives way to a newer photo.</summary>
    private static readonly TimeSpan GivesWay = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly float[] _sound = new float[SoundFormat.FrameFloats];
    private readonly LipSync _lipSync = new();
    private volatile MixInput _settings = settings;
    private volatile AudioInput? _voice;
    private volatile VideoInput? _camera;
    private volatile VideoInput? _screen;
    private Photos _photos = Photos.None;
    private volatile bool _forgets;
    private bool _closed;

    public VoiceStrip Strip { get; } = new();

    public AudioInput? Voice => _voice;

    public VideoInput? Camera => _camera;

    public MixInput Settings
    {
        get => _settings;
        set
        {
            _settings = value;
            if (!value.Visible) Forget();
        }
    }

    /// <summary>Any thread; never waits for media.</summary>
    public void Receive(SourceKind kind, InputCodec codec, ReadOnlySpan<byte> rtp, CaptureTime time)
    {
        if ((kind == SourceKind.Voice) != (codec == InputCodec.Opus)) return;
        if (kind == SourceKind.Voice) (_voice ?? MakeVoice())?.Receive(rtp, time);
        else ((kind == SourceKind.Camera ? _camera : _screen) ?? MakeVideo(kind))?.Receive(codec, rtp, time);
    }

    /// <summary>The next 20 ms into <see cref="Strip"/>. The clock thread.</summary>
    /// <param name="isLeaving">The speaker was taken out: this is the last frame, down to silence.</param>
    public void PullSound(MonoTime now, bool isLeaving)
    {
        var isPlaying = false;
        if (_voice is { } voice)
        {
            voice.WantedDelay = _lipSync.WantedSoundDelay(_camera?.Lateness(_lipSync), voice.Delay);
            isPlaying = voice.Pull(_sound, now, out var playing);
            if (isPlaying) _lipSync.Played(playing, now + AudioMix.Delay);
        }
        var current = _settings;
        if (!current.Visible || _forgets)
        {
            _forgets = false;
            _camera?.Forget(now);                               // also what waited for a packet that was missing
        }
        Strip.Process(isPlaying ? _sound : [], current.Audible && !isLeaving, current.GainDecibels);
        _camera?.Tick(now);
        _screen?.Tick(now);
    }

    /// <summary>The clock thread.</summary>
    public SourcePicture Take(SourceKind kind, MonoTime now)
    {
        if (kind == SourceKind.Screen) return TakeFrom(_screen, ScreenLimit, now);
        if (kind != SourceKind.Camera) return default;
        // Of a camera that is off nothing is shown that it ever saw.
        if (!_settings.Visible) return _settings.ShowsPhoto ? TakePhoto(now, isOff: true) : default;

        var picture = TakeFrom(_camera, CameraLimit, now);
        if (picture.Frame is null) return TakePhoto(now);
        if (picture.Age < GivesWay || !HasMomentSince(now - picture.Age)) return picture;
        picture.Frame.Release();
        return TakePhoto(now);
    }

    /// <summary>Nothing that the camera sent so far is shown any more. Any thread.</summary>
    public void Forget()
    {
        _camera?.Forget(new(long.MinValue));
        _forgets = true;
    }

    /// <param name="photos">Their frames held once, which this takes over.</param>
    public void SetPhotos(Photos photos)
    {
        lock (_gate)
        {
            var old = _closed ? photos : _photos;
            if (!_closed) _photos = photos;
            old.Release();
        }
    }

    /// <param name="wait">Until all threads have ended; else they do so by themselves within moments.</param>
    public void Close(bool wait)
    {
        lock (_gate)
        {
            _closed = true;
            _photos.Release();
            _photos = Photos.None;
        }
        foreach (var video in new[] { _camera, _screen }) video?.Close();
        if (wait) foreach (var video in new[] { _camera, _screen }) video?.Dispose();
        _voice?.Dispose();
    }

    private SourcePicture TakeFrom(VideoInput? video, TimeSpan limit, MonoTime now)
    {
        if (video is null) return default;
        var picture = video.Take(_lipSync, now);
        if (picture.Age <= limit) return picture;
        picture.Frame?.Release();
        return default;
    }

    private SourcePicture TakePhoto(MonoTime now, bool isOff = false)
    {
        lock (_gate)
        {
            if ((isOff ? _photos.Portrait : _photos.Newest) is not { } photo) return default;
            photo.Frame.Hold();
            return new(photo.Frame, photo.IsMoment && now > photo.At ? now - photo.At : TimeSpan.Zero, IsPhoto: true);
        }
    }

    private bool HasMomentSince(MonoTime since)
    {
        lock (_gate) return _photos.Moment?.At >= since;
    }

    private AudioInput? MakeVoice()
    {
        lock (_gate) return _closed ? null : _voice ??= new AudioInput();
    }

    private VideoInput? MakeVideo(SourceKind kind)
    {
        lock (_gate)
        {
            if (_closed) return null;
            var source = new SourceId(_settings.Speaker, kind);
            return kind == SourceKind.Camera ? _camera ??= makeVideo(source) : _screen ??= makeVideo(source);
        }
    }
}
