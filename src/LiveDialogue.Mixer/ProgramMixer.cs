using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Outputs.Disk;
using LiveDialogue.Mixer.Outputs.Hls;
using LiveDialogue.Mixer.Outputs.Push;
using LiveDialogue.Mixer.Outputs.Recording;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Native.Yuv;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer;

/// <summary>The program of one event, from its start: inputs, clock, picture, sound, encoder and outputs, put together.</summary>
public sealed class ProgramMixer : IProgramMixer
{
    /// <summary>What an output gets to write the rest, at the end.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(2);

    /// <summary>What it takes until the first picture can be drawn.</summary>
    private static readonly TimeSpan ToStart = TimeSpan.FromMilliseconds(50);

    private static readonly VideoLayer Canvas = VideoLayer.All[0];

    private readonly MixerOptions _options;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly IWorkerStarter _workers;
    private readonly FramePool _pool = new();
    private readonly KeyframeRequests _keyframes;
    private readonly StatusBoard _status;
    private readonly LayerWishes _wishes;
    private readonly IProgramInputs _inputs;
    private readonly IProgramPainter _painter;
    private readonly IProgramPainter _slate;
    private readonly EncodedHub _hub;
    private readonly Encoder _encoder;
    private readonly RtpOutput _rtp;
    private readonly ProgramSteps _steps;
    private readonly ProgramLoop _loop;
    private readonly ProgramThread _thread;
    private readonly Lock _gate = new();
    private readonly Lock _killing = new();
    private readonly HlsOutput? _hls;
    private readonly List<(string Id, IUnitOutput Output)> _outputs = [];
    private readonly List<Task> _ending = [];
    private IReadOnlyList<MixInput> _speakers = [];
    private ProgramPicture _picture = ProgramPicture.Empty;
    private int _stride = 1;
    private bool _disposed;

    /// <summary>Begins at once, with a slate and silence.</summary>
    /// <exception cref="YuvMissingException">libyuv isn't installed.</exception>
    /// <exception cref="DllNotFoundException">libopus isn't installed.</exception>
    /// <exception cref="IOException">The run folder can't be made.</exception>
    public ProgramMixer(MixerOptions options, IProgramOutput output, IMixerObserver observer, ILogger log, TimeProvider time)
        : this(options, output, observer, log, time, new ProgramParts(new MixClock(), new WorkerStarter(log), Patient: false))
    {
    }

    internal ProgramMixer(MixerOptions options, IProgramOutput output, IMixerObserver observer, ILogger log, TimeProvider time, ProgramParts parts)
    {
        (_options, _log, _time, _workers) = (options, log, time, parts.Workers);
        RunFolder.Make(options.RunFolder);
        var rate = options.FramesPerSecond;
        (_keyframes, _status, _wishes) = (new(rate), new(rate, observer), new(observer, Canvas.Width, Canvas.Height));
        _inputs = parts.Inputs?.Invoke(_pool) ?? new InputSet(_pool, parts.Workers, observer, log, options.FfmpegPath);
        _painter = parts.Painter?.Invoke() ?? NewPainter();
        _slate = parts.Painter?.Invoke() ?? NewPainter();

        var (start, wall) = (parts.Clock.Now + ToStart, time.GetUtcNow() + ToStart);
        _hub = new(rate, wall - ProgramTime.Start, log);
        _rtp = new(output, wall - ProgramTime.Start);
        _encoder = new(new(options.FfmpegPath, options.RunFolder, rate, parts.Patient), parts.Workers, _hub, parts.Clock, log);
        _encoder.TroubleChanged += RefreshTrouble;
        _hub.Confirmed += NoteFirstPicture;
        AddOutput("sfu", _rtp);
        if (options.Folder.Length > 0)
        {
            var room = new DiskReserve(options.KeepFree, FreeSpace.Of);
            AddOutput("hls", _hls = new HlsOutput(options.Folder, room, log));
            AddOutput("recording", new RecordingOutput(options.Folder, room, log));
        }

        _steps = new(_pool, _painter, _slate, _inputs, _encoder, _rtp, _keyframes, RateChanged, StoodStill);
        _steps.Cut += tick => _hls?.GoOnFrom(ProgramTime.OfTick(tick, rate));
        _loop = new(parts.Clock, _steps, start, rate);
        _thread = new("program", Round, log, preferred: true);
    }

    public MixerStatus Status => _status.Status;

    public MixerCounters Counters => new(_loop.Lateness.Count, _loop.Lateness.Late, _encoder.Restarts);

    /// <summary>For measurements.</summary>
    internal ProgramLoop Loop => _loop;

    internal Encoder Encoder => _encoder;

    public void Receive(SourceId source, InputCodec codec, ReadOnlySpan<byte> rtp, long senderMicroseconds, MonoTime arrival) =>
        _inputs.Receive(source, codec, rtp, senderMicroseconds, arrival);

    public void SetInputs(IReadOnlyList<MixInput> inputs)
    {
        lock (_gate)
        {
            _speakers = inputs;
            _inputs.Set(inputs);
            _wishes.Update(_picture.Scene, inputs);
        }
    }

    public void Show(ProgramPicture picture)
    {
        lock (_gate)
        {
            var isCut = picture.Scene != _picture.Scene;
            if (picture.Branding != _picture.Branding || picture.Cover != _picture.Cover)
                _slate.Show(ProgramPicture.Empty with { Branding = picture.Branding, Scene = picture.Cover });
            _picture = picture;
            _painter.Show(picture);
            _wishes.Update(picture.Scene, _speakers);
            if (isCut) _keyframes.Want();
        }
    }

    public Task<bool> SetPhotoAsync(string speaker, ReadOnlyMemory<byte> image, bool isMoment, CancellationToken ct) =>
        _inputs.SetPhotoAsync(speaker, image, isMoment, ct);

    public void RemovePhoto(string speaker) => _inputs.RemovePhoto(speaker);

    public void ForgetSeen(string speaker) => _inputs.ForgetSeen(speaker);

    public void Kill(bool on)
    {
        lock (_killing)
        {
            // The lists of HLS first: from then on they wait for the picture that the steps say.
            if (on && !_steps.Killed) _hls?.Withdraw();
            if (!on) _steps.Resume();
            else if (!_steps.Killed) _steps.Kill();
        }
        _status.Change(status => status with { Killed = on });
    }

    public void RequestKeyframe() => _keyframes.Want();

    public void AddPush(PushTarget target)
    {
        lock (_gate)
        {
            if (_disposed) return;
            RemoveOutput(target.Id);
            AddOutput(target.Id, new PushOutput(target, _workers, _options.FfmpegPath, _time, _log));
        }
    }

    public void RemovePush(string id)
    {
        lock (_gate)
            if (!_disposed && _status.Status.Outputs.Any(o => o.Id == id && o.Kind == OutputKind.Push)) RemoveOutput(id);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }
        List<Exception> faults = [];
        Try(_encoder.Feed.Hurry, faults); // first, since the thread may wait for room in it
        Try(_thread.Dispose, faults);     // within one sound frame; what it has made until then is encoded
        await TryAsync(_encoder.DisposeAsync, faults);
        await TryAsync(EndOutputsAsync, faults);
        foreach (var part in new IDisposable[] { _steps, _painter, _slate, _inputs, _pool }) Try(part.Dispose, faults);
        Try(() => _status.Change(status => status with { Phase = MixerPhase.Stopped }), faults);
        Try(() => RunFolder.Delete(_options.RunFolder), faults);
        if (faults is [var first, ..]) Log.EndFaulted(_log, faults.Count, first);
    }

    // Whatever one part has at its end, the recording is closed and the workers are ended.
    private static void Try(Action step, List<Exception> faults)
    {
        try
        {
            step();
        }
#pragma warning disable CA1031 // logged together, once all parts have had their turn
        catch (Exception fault)
#pragma warning restore CA1031
        {
            faults.Add(fault);
        }
    }

    private static async Task TryAsync(Func<ValueTask> step, List<Exception> faults)
    {
        try
        {
            await step();
        }
#pragma warning disable CA1031 // as above
        catch (Exception fault)
#pragma warning restore CA1031
        {
            faults.Add(fault);
        }
    }

    private bool Round()
    {
        _loop.Step();
        return true;
    }

    private Compositor NewPainter() => new(Canvas.Width, Canvas.Height, _workers, _options.FfmpegPath, _log);

    private void AddOutput(string id, IUnitOutput output)
    {
        output.KeyframeWanted += _keyframes.Want;
        _outputs.Add((id, output));
        _status.Add(output);
        _hub.Add(output);
    }

    private void RemoveOutput(string id)
    {
        foreach (var (_, output) in _outputs.Where(o => o.Id == id).ToList())
        {
            output.KeyframeWanted -= _keyframes.Want;
            _hub.Remove(output);
            _status.Remove(output);
            _ending.RemoveAll(task => task.IsCompleted);
            _ending.Add(EndAsync(output));
        }
        _outputs.RemoveAll(o => o.Id == id);
    }

    private async ValueTask EndOutputsAsync()
    {
        List<Task> ending;
        lock (_gate) ending = [.. _ending, .. _outputs.Select(o => EndAsync(o.Output))];
        try
        {
            await Task.WhenAll(ending).WaitAsync(LastWrites, _time);
        }
        catch (TimeoutException)
        {
            Log.OutputsLate(_log, LastWrites);
        }
    }

    private async Task EndAsync(IUnitOutput output)
    {
        try
        {
            await output.DisposeAsync();
        }
#pragma warning disable CA1031 // one output's trouble is its own, at its end too
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Log.OutputFaulted(_log, output.Status.Id, fault);
        }
    }

    private void NoteFirstPicture(long tick)
    {
        _hub.Confirmed -= NoteFirstPicture;
        _status.Change(status => status.Phase == MixerPhase.Starting ? status with { Phase = MixerPhase.Running } : status);
    }

    private void RateChanged(int stride, RateEvidence because)
    {
        Log.RateChanged(_log, stride, because);
        Volatile.Write(ref _stride, stride);
        RefreshTrouble();
    }

    private void StoodStill(TimeSpan from, TimeSpan by)
    {
        Log.StoodStill(_log, by);
        _hub.Shift(from, by);
    }

    private void RefreshTrouble()
    {
        var stride = Volatile.Read(ref _stride);
        var trouble = _encoder.Trouble is var encoder and not MixerTrouble.None ? encoder : stride > 1 ? MixerTrouble.RateLowered : MixerTrouble.None;
        _status.Change(status => status with { Degraded = trouble, FramesPerSecond = (int)Math.Round((double)_options.FramesPerSecond / stride) });
    }
}
