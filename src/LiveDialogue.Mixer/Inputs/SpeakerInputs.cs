using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Sound;
using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>All that one speaker sends. Made and closed by <see cref="InputSet"/>; sound and pictures are taken by the clock thread alone.</summary>
internal sealed class SpeakerInputs(MixInput settings, Func<SourceId, VideoInput> makeVideo)
{
    /// <summary>A camera that sends nothing for that long is off. A screen may stand still for longer: senders repeat it every few seconds.</summary>
    private static readonly TimeSpan CameraLimit = TimeSpan.FromSeconds(3), ScreenLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly float[] _sound = new float[SoundFormat.FrameFloats];
    private readonly LipSync _lipSync = new();
    private volatile MixInput _settings = settings;
    private volatile AudioInput? _voice;
    private volatile VideoInput? _camera;
    private volatile VideoInput? _screen;
    private Frame? _photo;
    private bool _closed;

    public VoiceStrip Strip { get; } = new();

    public AudioInput? Voice => _voice;

    public VideoInput? Camera => _camera;

    public MixInput Settings
    {
        get => _settings;
        set => _settings = value;
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
        Strip.Process(isPlaying ? _sound : [], current.Audible && !isLeaving, current.GainDecibels);
        _camera?.Tick(now);
        _screen?.Tick(now);
    }

    /// <summary>The clock thread.</summary>
    public SourcePicture Take(SourceKind kind, MonoTime now)
    {
        if (kind == SourceKind.Screen) return TakeFrom(_screen, ScreenLimit, now);
        if (kind != SourceKind.Camera || !_settings.Visible) return default;

        var picture = TakeFrom(_camera, CameraLimit, now);
        return picture.Frame is null ? TakePhoto() : picture;
    }

    /// <param name="photo">Held once, which this takes over; null for none.</param>
    public void SetPhoto(Frame? photo)
    {
        lock (_gate)
        {
            if (_closed)
            {
                photo?.Release();
                return;
            }
            _photo?.Release();
            _photo = photo;
        }
    }

    /// <param name="wait">Until all threads have ended; else they do so by themselves within moments.</param>
    public void Close(bool wait)
    {
        lock (_gate)
        {
            _closed = true;
            _photo?.Release();
            _photo = null;
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

    private SourcePicture TakePhoto()
    {
        lock (_gate)
        {
            _photo?.Hold();
            return new(_photo, TimeSpan.Zero, IsPhoto: _photo is not null);
        }
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
