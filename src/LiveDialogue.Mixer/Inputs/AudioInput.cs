using LiveDialogue.Mixer.Sound;
using LiveDialogue.Native.Opus;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>
/// One voice: packets in, exactly 20 ms of sound out whenever asked. Its delay follows the unevenness of the network; a hole is filled from the next packet or
/// concealed; where the delay is off for long, because of the sender's clock or after a burst, sound is shortened or stretched unheard.
/// </summary>
internal sealed class AudioInput : IDisposable
{
    private const int Frame = SoundFormat.FrameSamples;
    private const int LongestPacket = 5760;
    private const int SamplesPerMillisecond = SoundFormat.SamplesPerSecond / 1000;
    private const int ShortestTarget = 40 * SamplesPerMillisecond, LongestWanted = 300 * SamplesPerMillisecond;

    /// <summary>A lost packet that is asked for once is there within this, from any place with a round trip of half a second. Only the program waits: speakers hear each other without it.</summary>
    private const int LongestTarget = 800 * SamplesPerMillisecond;

    /// <summary>After an interruption it goes on with as little as this, and the delay is regained by stretching: waiting for all of it would make the hole longer.</summary>
    private const int ResumeWith = 60 * SamplesPerMillisecond;

    /// <summary>A timestamp further away than this is another stream's.</summary>
    private const int Jump = 10 * SoundFormat.SamplesPerSecond;

    private const int TooMuch = 500 * SamplesPerMillisecond;
    private const int StarvedFrames = 6;

    private readonly Lock _gate = new();
    private readonly JitterBuffer _buffer = new();
    private readonly ArrivalJitter _jitter = new();
    private readonly OpusDecoder _decoder = new(channels: 2);
    private readonly PcmQueue _pcm = new();
    private readonly PlayoutLevel _level = new();
    private readonly byte[] _packet = new byte[JitterBuffer.LargestPacket];
    private SequenceUnwrapper _numbers;
    private long _newestTimestamp;
    private bool _started;
    private MonoTime _firstHeld;

    // The clock thread's alone.
    private bool _playing;
    private bool _resumes;
    private long _nextTimestamp;
    private long _lastNumber;
    private bool _lastWasSilence;
    private int _starved;
    private int _stretchedByStarving;
    private VoicePacket _anchor;

    /// <summary>Holes filled from the next packet's redundancy.</summary>
    public long Repaired { get; private set; }

    /// <summary>Frames made up.</summary>
    public long Concealed { get; private set; }

    /// <summary>Packets that weren't Opus, came twice or too late.</summary>
    public long Dropped { get; private set; }

    /// <summary>Times sound was shortened or stretched because the delay was off.</summary>
    public long Adjusted => _level.Adjusted;

    /// <summary>Delay wanted at least, since the picture comes that late; at most 300 ms count.</summary>
    public TimeSpan WantedDelay { get; set; }

    /// <summary>What the delay should be.</summary>
    public TimeSpan Target => TimeSpan.FromMilliseconds(TargetSamples() / (double)SamplesPerMillisecond);

    /// <summary>What it is: sound that came and wasn't played.</summary>
    public TimeSpan Delay
    {
        get
        {
            lock (_gate) return TimeSpan.FromMilliseconds(LevelSamples() / (double)SamplesPerMillisecond);
        }
    }

    /// <summary>Any thread; never waits long.</summary>
    public void Receive(ReadOnlySpan<byte> rtp, CaptureTime time)
    {
        if (!RtpPacket.TryParse(rtp, out var packet) || packet.Payload.IsEmpty) return;
        lock (_gate)
        {
            var distance = unchecked((int)(packet.Timestamp - (uint)_newestTimestamp));
            if (!_started || Math.Abs((long)distance) > Jump) StartOver(packet.Timestamp);
            var timestamp = _newestTimestamp + unchecked((int)(packet.Timestamp - (uint)_newestTimestamp));
            _newestTimestamp = Math.Max(_newestTimestamp, timestamp);
            _jitter.Add(timestamp, time.Arrival);
            if (_buffer.Count == 0) _firstHeld = time.Arrival;
            var voice = new VoicePacket(_numbers.Unwrap(packet.SequenceNumber), timestamp, Opus.Samples(packet.Payload), time);
            if ((_playing && voice.Timestamp + voice.Samples <= _nextTimestamp) || !_buffer.TryAdd(voice, packet.Payload)) Dropped++;
        }
    }

    /// <summary>The clock thread, every 20 ms.</summary>
    /// <param name="stereo">20 ms, always filled.</param>
    /// <param name="playing">Of the first sample; meaningless when false is returned.</param>
    /// <returns>False when nothing is played: zeros.</returns>
    public bool Pull(Span<float> stereo, MonoTime now, out CaptureTime playing)
    {
        playing = default;
        if (!_playing && !TryStart(now))
        {
            stereo.Clear();
            return false;
        }
        while (_pcm.Count < Frame && _playing) DecodeNext();
        if (_pcm.Count < Frame)
        {
            stereo.Clear();
            return false;
        }
        KeepLevel();
        playing = TimeAt(_nextTimestamp - _pcm.Count);
        _pcm.Take(stereo);
        return true;
    }

    public void Dispose() => _decoder.Dispose();

    private void StartOver(uint timestamp)
    {
        _buffer.Clear();
        _jitter.Clear();
        _numbers = default;
        // Far from zero, so that what was sent shortly before has a positive time too.
        _newestTimestamp = (1L << 32) | timestamp;
        (_started, _playing, _resumes) = (true, false, false);
    }

    private bool TryStart(MonoTime now)
    {
        lock (_gate)
        {
            if (!_buffer.TryPeek(out var first)) return false;
            var target = TargetSamples();
            var enough = _resumes ? Math.Min(target, ResumeWith) : target;
            if (_buffer.NewestEnd - first.Timestamp < enough && (now - _firstHeld).TotalMilliseconds * SamplesPerMillisecond < enough) return false;

            // What queued up before would stay as delay for good.
            while (first.Timestamp + first.Samples <= _buffer.NewestEnd - target)
            {
                _buffer.Remove(first);
                if (!_buffer.TryPeek(out first)) return false;
            }
            (_nextTimestamp, _lastNumber) = (first.Timestamp, first.Number - 1);
            (_playing, _resumes, _starved, _stretchedByStarving, _lastWasSilence) = (true, true, 0, 0, false);
            _pcm.Clear();
            _level.Clear();
            return true;
        }
    }

    private void DecodeNext()
    {
        int length, samples;
        bool asRepair;
        lock (_gate)
        {
            if (!_playing) return;                                  // another stream began meanwhile
            (length, samples, asRepair) = ChooseNext();
        }
        if (samples == 0) return;

        var room = _pcm.Reserve(length > 0 && !asRepair ? LongestPacket : samples);
        var decoded = _decoder.Decode(_packet.AsSpan(0, length), room, asRepair);
        if (decoded == 0)
        {
            // Not Opus after all: as if it were lost.
            decoded = Math.Min(samples, room.Length / 2);
            room[..(decoded * 2)].Clear();
        }
        _pcm.Commit(decoded);
    }

    // Advances the timeline and leaves the packet to decode, if any, in _packet.
    private (int Length, int Samples, bool AsRepair) ChooseNext()
    {
        VoicePacket next;
        while (true)
        {
            if (!_buffer.TryPeek(out next)) return Starve();
            if (next.Timestamp + next.Samples > _nextTimestamp) break;
            _buffer.Remove(next);
            Dropped++;
        }
        _starved = 0;
        var gap = next.Timestamp - _nextTimestamp;
        var isLoss = next.Number != _lastNumber + 1;
        if (gap > 0 && isLoss && _stretchedByStarving > 0)
        {
            var covered = Math.Min(gap, _stretchedByStarving);      // it was made up already, while nothing came
            _nextTimestamp += covered;
            gap -= covered;
        }
        _stretchedByStarving = 0;
        if (gap > Jump) gap = 0;
        if (gap <= 0)
        {
            var length = _buffer.Copy(next, _packet);
            _buffer.Remove(next);
            (_anchor, _lastNumber, _nextTimestamp) = (next, next.Number, next.Timestamp + next.Samples);
            _lastWasSilence = length <= 2;                          // DTX, RFC 6716 §2.1.9: as good as nothing
            return (length, next.Samples, false);
        }
        if (isLoss && gap <= next.Samples)
        {
            Repaired++;
            _nextTimestamp += gap;
            return (_buffer.Copy(next, _packet), (int)gap, true);
        }
        if (isLoss) Concealed++;
        var concealed = (int)Math.Min(gap, Frame);
        _nextTimestamp += concealed;
        return (0, concealed, false);
    }

    private (int Length, int Samples, bool AsRepair) Starve()
    {
        if (_lastWasSilence)
        {
            // The sender is silent and sends next to nothing: time goes on, comfort noise with it.
            if (_nextTimestamp - _anchor.Timestamp > SoundFormat.SamplesPerSecond) _playing = false;
            _nextTimestamp += Frame;
            return (0, Frame, false);
        }
        if (++_starved > StarvedFrames)
        {
            _playing = false;
            return default;
        }
        _stretchedByStarving += Frame;
        Concealed++;
        return (0, Frame, false);
    }

    private void KeepLevel()
    {
        int level, target;
        lock (_gate) (level, target) = (LevelSamples(), TargetSamples());
        if (level > target + TooMuch)
        {
            LeapForward(target);
            return;
        }
        var wanted = _level.Next(level, target);
        if (wanted == 0) return;
        // Only with what is there: making something up for it would be heard.
        while (_pcm.Count < TimeScale.Needed + Frame && HasNext()) DecodeNext();
        var changed = wanted < 0 ? -_pcm.Shrink() : _pcm.Stretch();
        _level.Changed(changed);
        if (_pcm.Count >= Frame) return;
        while (_pcm.Count < Frame && _playing) DecodeNext();
    }

    private bool HasNext()
    {
        lock (_gate) return _buffer.TryPeek(out var next) && next.Timestamp <= _nextTimestamp;
    }

    private void LeapForward(int target)
    {
        lock (_gate)
        {
            while (_buffer.TryPeek(out var next) && next.Timestamp + next.Samples <= _buffer.NewestEnd - target) _buffer.Remove(next);
            if (_buffer.TryPeek(out var first)) (_nextTimestamp, _lastNumber) = (first.Timestamp, first.Number - 1);
        }
        _level.Clear();
    }

    private int TargetSamples()
    {
        var spread = (int)(_jitter.Spread.TotalMilliseconds * SamplesPerMillisecond);
        var wanted = (int)(WantedDelay.TotalMilliseconds * SamplesPerMillisecond);
        return Math.Max(Math.Clamp(spread + ShortestTarget, ShortestTarget, LongestTarget), Math.Min(wanted, LongestWanted));
    }

    private int LevelSamples() => (int)Math.Clamp(_buffer.NewestEnd - (_nextTimestamp - _pcm.Count), 0, 10 * SoundFormat.SamplesPerSecond);

    private CaptureTime TimeAt(long timestamp)
    {
        var microseconds = (timestamp - _anchor.Timestamp) * 125 / 6;
        var sender = _anchor.Time.SenderMicroseconds;
        return new(sender == 0 ? 0 : sender + microseconds, new MonoTime(_anchor.Time.Arrival.Microseconds + microseconds));
    }
}
