using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Wire;
using LiveDialogue.Wire.Codecs;
using LiveDialogue.Wire.Rtp;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>From one source's packets to its decoder: order, frames, the right worker for their size, keyframes asked for. One thread; <see cref="Watch"/> another.</summary>
internal sealed class VideoFeed(SourceId source, string ffmpeg, IWorkerStarter starter, FramePool pool, FrameQueue queue, IMixerObserver observer, ILogger log)
{
    private static readonly TimeSpan KeyframeInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SwitchInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    /// <summary>A sender whose size goes up and down with its bandwidth is refused again and again.</summary>
    private static readonly TimeSpan RefusalInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly ReorderWindow _window = new();
    private readonly RestartPolicy _restarts = new();
    private VideoDepacketizer? _depacketizer;
    private InputCodec _codec;
    private volatile DecoderWorker? _decoder;
    private DecoderWorker? _finishing;
    private (uint Timestamp, long Microseconds) _senderClock;
    private MonoTime? _askedAt;
    private MonoTime? _switchedAt;
    private MonoTime? _retiredAt;
    private MonoTime? _refusalSaidAt;
    private MonoTime? _codecSince;
    private MonoTime _sizeChangedAt;
    private MonoTime _lastPacket;
    private (int Width, int Height) _size;
    private bool _refused;

    public long MalformedPackets { get; private set; }

    public long DecodersStarted { get; private set; }

    public DecoderWorker? Decoder => _decoder;

    /// <summary>Time alone may change something: call <see cref="Tick"/> soon.</summary>
    public bool WantsTick => _window.IsWaiting || _decoder is { HasEnded: true } || _depacketizer is { NeedsKeyframe: true };

    public void Accept(ReadOnlySpan<byte> rtp, InputCodec codec, CaptureTime time)
    {
        if (codec is not (InputCodec.Vp8 or InputCodec.H264) || !RtpPacket.TryParse(rtp, out var packet))
        {
            MalformedPackets++;
            return;
        }
        if (_depacketizer is null || codec != _codec)
        {
            // Each costs a decoder and what is half put together: a sender that mixes codecs is heard in one of them.
            if (_depacketizer is not null && _codecSince is { } since && time.Arrival - since < SwitchInterval) return;
            _codecSince = time.Arrival;
            Begin(codec);
        }
        if (time.SenderMicroseconds != 0) _senderClock = (packet.Timestamp, time.SenderMicroseconds);
        _lastPacket = time.Arrival;
        _window.Add(rtp, packet.SequenceNumber, time.Arrival);
        Tick(time.Arrival);
    }

    public void Tick(MonoTime now)
    {
        if (_depacketizer is not { } depacketizer) return;
        BuryDead(now);
        while (_window.TryTake(now, out var rtp, out var afterGap))
            if (RtpPacket.TryParse(rtp, out var packet) && depacketizer.Add(packet, afterGap)) Decode(depacketizer, now);
        AskForKeyframe(depacketizer, now);
    }

    /// <summary>The clock thread: never waits.</summary>
    public void Watch(MonoTime now)
    {
        if (_decoder is { } decoder && decoder.KillWhenStalled(now)) Log.DecoderHangs(log, source.Speaker, source.Kind, decoder.ProcessId);
    }

    /// <summary>After a fault: forgets what was half taken in.</summary>
    public void BeginAnew() => _depacketizer = null;

    /// <summary>Ends the worker, from any thread: writing to it fails from here on.</summary>
    public void KillDecoder() => _decoder?.Kill();

    /// <summary>The feed's own thread, last.</summary>
    public void Close(TimeSpan patience)
    {
        foreach (var worker in new[] { _finishing, _decoder })
        {
            worker?.Kill();
            worker?.Join(patience);
        }
    }

    private void Begin(InputCodec codec)
    {
        _codec = codec;
        _depacketizer = codec == InputCodec.H264 ? new H264Depacketizer() : new Vp8Depacketizer();
        _refused = false;
        Retire();
    }

    private void Decode(VideoDepacketizer depacketizer, MonoTime now)
    {
        if (depacketizer.IsKeyframe && !TryFit(depacketizer.Size, now))
        {
            depacketizer.RequireKeyframe();
            return;
        }
        if (depacketizer.IsKeyframe) _askedAt = null;               // answered: the next need is asked for at once
        if (_decoder is not { } decoder || !decoder.TryWrite(depacketizer.Frame, new(SenderTimeOf(depacketizer.Timestamp), now)))
        {
            depacketizer.RequireKeyframe();
            BuryDead(now);
        }
    }

    // The right worker for this size is there afterwards, or false.
    private bool TryFit((int Width, int Height) size, MonoTime now)
    {
        if (PictureFormat.AsSent(size.Width, size.Height) is not { } format)
        {
            if (_refusalSaidAt is not { } said || now - said >= RefusalInterval)
            {
                _refusalSaidAt = now;
                Log.PictureTooLarge(log, source.Speaker, source.Kind, size.Width, size.Height);
            }
            _refused = true;
            if (_decoder is not null) _retiredAt = now;
            Retire();
            return false;
        }
        _refused = false;
        if (size != _size) (_size, _sizeChangedAt) = (size, now);
        if (_decoder is { HasEnded: false } decoder)
        {
            var isSettled = decoder.Format.Fit == DecoderFit.Padded && now - _sizeChangedAt >= Settled;
            if (decoder.Format.Takes(size.Width, size.Height) && !isSettled) return true;
            // A sender that changes all the time gets one worker that takes every size.
            if (_switchedAt is { } before && now - before < SwitchInterval) format = Larger(format, decoder.Format).AsPadded();
            Retire();
        }
        else if (now < _restarts.AllowedFrom || (_retiredAt is { } retired && now - retired < SwitchInterval))
        {
            return false;       // died; or put away for what can't be decoded, which may come again with the next packet
        }
        return TryStart(format, now);
    }

    private bool TryStart(PictureFormat format, MonoTime now)
    {
        _restarts.Started(now);
        _switchedAt = now;
        try
        {
            var process = starter.Start(DecoderCommand.For(ffmpeg, format.Width, format.Height, format.Fit));
            DecodersStarted++;
            _decoder = new DecoderWorker(process, _codec, format, pool, queue);
            return true;
        }
        catch (WorkerStartException failure)
        {
            _restarts.Died(now);
            Log.DecoderDoesNotStart(log, source.Speaker, source.Kind, failure.Message);
            return false;
        }
    }

    private void Retire()
    {
        if (_decoder is not { } decoder) return;
        _finishing?.Kill();                                         // two changes ago: long done, or hanging
        decoder.Finish();
        (_finishing, _decoder) = (decoder, null);
    }

    private void BuryDead(MonoTime now)
    {
        if (_decoder is not { HasEnded: true } dead) return;
        _decoder = null;
        _restarts.Died(now);
        _depacketizer?.RequireKeyframe();
        _askedAt = null;
        Log.DecoderDied(log, source.Speaker, source.Kind, dead.FramesOut, dead.LastWords);
    }

    private void AskForKeyframe(VideoDepacketizer depacketizer, MonoTime now)
    {
        if (!depacketizer.NeedsKeyframe || _refused || now < _restarts.AllowedFrom) return;
        if (now - _lastPacket > Quiet || (_askedAt is { } before && now - before < KeyframeInterval)) return;
        _askedAt = now;
        observer.KeyframeWanted(source);
    }

    private long SenderTimeOf(uint timestamp) =>
        _senderClock.Microseconds == 0 ? 0 : _senderClock.Microseconds + (unchecked((int)(timestamp - _senderClock.Timestamp)) * 100L / 9);

    private static PictureFormat Larger(PictureFormat one, PictureFormat other) => one.Width * one.Height >= other.Width * other.Height ? one : other;
}
