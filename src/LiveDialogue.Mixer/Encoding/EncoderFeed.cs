using LiveDialogue.Wire;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// What the encoder is to get, and what it got but hasn't given back yet. When an encoder dies, the next one gets the latter again:
/// then the program misses no picture and no sample. Bounded: a tick that doesn't fit is dropped whole; of sound, the last five seconds are kept.
/// One thread offers, one takes, any confirms.
/// </summary>
internal sealed class EncoderFeed : IDisposable
{
    /// <summary>A second of pictures. 55 MB, if it is ever full.</summary>
    public const int MostTicks = 30;

    private const int MostFrames = 256;
    private const int FloatsPerFrame = ProgramTime.SamplesPerFrame * ProgramTime.Channels;

    // 16 frames of 20 ms are 15 of AAC: an encoder that begins at such a frame has the same grid as the one before.
    private const int FramesPerAlignment = 16;
    private const int SamplesPerAlignment = FramesPerAlignment * ProgramTime.SamplesPerFrame;

    private readonly Lock _gate = new();
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private readonly AutoResetEvent _room = new(initialState: false);
    private readonly ProgramTick[] _ticks = new ProgramTick[MostTicks];
    private readonly float[] _sound = new float[MostFrames * FloatsPerFrame];
    private readonly int _framesPerSecond;
    private volatile bool _patient;
    private int _first;
    private int _count;
    private int _taken;
    private long _nextFrame;
    private long _endFrame;
    private long _dropped;
    private MonoTime _progress;
    private bool _owesKeyframe;
    private bool _interrupted;
    private bool _completed;

    /// <param name="patient">A full feed waits for the encoder instead of dropping: for tests that go faster than real time.</param>
    public EncoderFeed(int framesPerSecond, bool patient) => (_framesPerSecond, _patient) = (framesPerSecond, patient);

    /// <summary>Ticks that no encoder has taken yet; none for one that waits for its encoder, since that isn't under pressure.</summary>
    public int Waiting
    {
        get { lock (_gate) return _patient ? 0 : _count - _taken; }
    }

    /// <summary>Ticks that didn't fit.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes over the tick's holds. The program's thread.</summary>
    public void Offer(in ProgramTick tick, MonoTime now)
    {
        while (!TryAdd(tick, now))
        {
            if (_patient && !_completed)
            {
                _room.WaitOne();
                continue;
            }
            _owesKeyframe |= tick.Keyframe;
            Interlocked.Increment(ref _dropped);
            tick.Release();
            return;
        }
        _arrived.Set();
    }

    /// <summary>The program's thread, frame after frame.</summary>
    /// <param name="samples">20 ms of interleaved stereo.</param>
    public void OfferSound(ReadOnlySpan<float> samples)
    {
        lock (_gate)
        {
            samples.CopyTo(SoundAt(_endFrame++));
            _nextFrame = Math.Max(_nextFrame, _endFrame - MostFrames);
        }
        _arrived.Set();
    }

    /// <summary>
    /// What waits, for the encoder or to be given to the next one, shows this picture instead, and is silent: under load that is a second of what
    /// nobody may see any more. The program's thread.
    /// </summary>
    public void Replace(in ProgramTick picture)
    {
        lock (_gate)
        {
            for (var i = 0; i < _count; i++)
            {
                ref var tick = ref _ticks[(_first + i) % MostTicks];
                picture.Hold();
                tick.Release();
                tick = picture with { Number = tick.Number, Keyframe = tick.Keyframe || i == _taken };
            }
            for (var frame = _nextFrame; frame < _endFrame; frame++) SoundAt(frame).Clear();
        }
    }

    /// <summary>All layers of a tick are out: it and those before it won't be needed again.</summary>
    public void Confirm(long tick, MonoTime now)
    {
        lock (_gate)
        {
            _progress = now;
            while (_count > 0 && _ticks[_first].Number <= tick) RemoveFirst();
        }
        _room.Set();
    }

    /// <summary>How long the encoder has given nothing although it had something to do.</summary>
    public TimeSpan Silence(MonoTime now)
    {
        lock (_gate) return _count == 0 ? TimeSpan.Zero : now - _progress;
    }

    /// <summary>This process stood still so long: that isn't the encoder's silence.</summary>
    public void Excuse(TimeSpan standstill)
    {
        lock (_gate) _progress += standstill;
    }

    /// <summary>A new encoder begins where the output of the one before ended.</summary>
    public void Rewind(EncodedPosition position, MonoTime now)
    {
        lock (_gate)
        {
            (_taken, _progress, _interrupted) = (0, now, false);
            while (_count > 0 && _ticks[_first].Number <= position.EveryLayer) RemoveFirst();
            MarkFirstAfter(position.AnyLayer);
            _nextFrame = SoundStart(position.EverySound);
        }
    }

    /// <summary>Waits until there is something, in the order of time, pictures before sound.</summary>
    /// <param name="tick">Held once more for the caller; its picture's number, when the result is <see cref="FeedItem.Picture"/>.</param>
    /// <param name="frame">Number of the sound in <paramref name="samples"/>, when the result is <see cref="FeedItem.Sound"/>.</param>
    /// <returns><see cref="FeedItem.End"/> after <see cref="Interrupt"/>, and after <see cref="Complete"/> once all is taken.</returns>
    public FeedItem Take(out ProgramTick tick, Span<float> samples, out long frame)
    {
        while (true)
        {
            lock (_gate)
            {
                (tick, frame) = (default, _nextFrame);
                if (_interrupted) return FeedItem.End;

                var hasSound = _nextFrame < _endFrame;
                if (_taken < _count && (!hasSound || TimeOfNextTick() <= ProgramTime.OfSound(_nextFrame)))
                {
                    tick = _ticks[(_first + _taken++) % MostTicks];
                    tick.Hold();
                    return FeedItem.Picture;
                }
                if (hasSound)
                {
                    SoundAt(_nextFrame++).CopyTo(samples);
                    return FeedItem.Sound;
                }
                if (_completed) return FeedItem.End;
            }
            _arrived.WaitOne();
        }
    }

    /// <summary>The encoder that takes is gone.</summary>
    public void Interrupt()
    {
        lock (_gate) _interrupted = true;
        _arrived.Set();
    }

    /// <summary>Whoever waits to offer, in a patient feed, waits no more.</summary>
    public void Hurry()
    {
        _patient = false;
        _room.Set();
    }

    /// <summary>Nothing will be offered any more.</summary>
    public void Complete()
    {
        lock (_gate) _completed = true;
        _arrived.Set();
        _room.Set();
    }

    /// <summary>After the threads that offer and take have ended.</summary>
    public void Dispose()
    {
        lock (_gate)
            while (_count > 0) RemoveFirst();
        _arrived.Dispose();
        _room.Dispose();
    }

    private bool TryAdd(in ProgramTick tick, MonoTime now)
    {
        lock (_gate)
        {
            if (_count == MostTicks) return false;
            if (_count == 0) _progress = now;
            _ticks[(_first + _count++) % MostTicks] = _owesKeyframe ? tick with { Keyframe = true } : tick;
            _owesKeyframe = false;
            return true;
        }
    }

    private void RemoveFirst()
    {
        _ticks[_first].Release();
        _ticks[_first] = default;
        (_first, _count, _taken) = ((_first + 1) % MostTicks, _count - 1, Math.Max(0, _taken - 1));
    }

    // A layer that already has the first of these ticks can't use the new encoder's keyframe for it, so the first that none has is one too.
    private void MarkFirstAfter(long number)
    {
        for (var i = 0; i < _count; i++)
        {
            ref var tick = ref _ticks[(_first + i) % MostTicks];
            if (tick.Number <= number) continue;
            tick = tick with { Keyframe = true };
            return;
        }
    }

    // Two AAC frames before the first that is missing, since each needs the one before it, and on the common grid.
    private long SoundStart(long aacFrame)
    {
        var samples = Math.Max(0, (aacFrame - 1) * ProgramTime.SamplesPerAacFrame);
        var start = samples / SamplesPerAlignment * FramesPerAlignment;
        var oldest = Math.Max(0, _endFrame - MostFrames);
        return start >= oldest ? start : (oldest + FramesPerAlignment - 1) / FramesPerAlignment * FramesPerAlignment;
    }

    private TimeSpan TimeOfNextTick() => ProgramTime.OfTick(_ticks[(_first + _taken) % MostTicks].Number, _framesPerSecond);

    private Span<float> SoundAt(long frame) => _sound.AsSpan((int)(frame % MostFrames) * FloatsPerFrame, FloatsPerFrame);
}
