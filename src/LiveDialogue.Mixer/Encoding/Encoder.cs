using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Encoding;

/// <summary>
/// Keeps an encoder running: feeds it from a thread of its own, watches it, and replaces it at once when it dies or stalls, by one that was
/// started ahead. One that fails again and again is retried at growing intervals.
/// </summary>
internal sealed class Encoder : IAsyncDisposable
{
    private const int FailuresToSay = 3;
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(1.25);
    // Of one that is alive: a busy machine needs long to start it, and killing it would begin that anew.
    private static readonly TimeSpan MostSilenceAtStart = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1.5);

    /// <summary>Faster than real time there is no telling how long the rest takes.</summary>
    private static readonly TimeSpan PatientLastWords = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Draining = TimeSpan.FromMilliseconds(300);

    private readonly EncoderSettings _settings;
    private readonly IWorkerStarter _starter;
    private readonly EncodedHub _hub;
    private readonly IMixClock _clock;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private readonly ManualResetEvent _stop = new(initialState: false);
    private readonly ProgramThread _thread;
    private readonly TimeSpan _lastWords;
    private readonly float[] _samples = new float[ProgramTime.SamplesPerFrame * ProgramTime.Channels];
    private EncoderProcess? _process;
    private EncoderProcess? _stalled;
    private EncoderProcess? _spare;
    private Task _starting = Task.CompletedTask;
    private int _disposed;
    private int _numbers;
    private int _restarts;
    private int _failures;
    private readonly EncoderPressure _pressure = new();
    private bool _flows;
    private MixerTrouble _trouble;

    public Encoder(EncoderSettings settings, IWorkerStarter starter, EncodedHub hub, IMixClock clock, ILogger log)
    {
        (_settings, _starter, _hub, _clock, _log) = (settings, starter, hub, clock, log);
        Feed = new(settings.FramesPerSecond, settings.Patient);
        _lastWords = settings.Patient ? PatientLastWords : LastWords;
        hub.Confirmed += OnConfirmed;
        _thread = new("program encoder feed", RunOne, log, preferred: false);
    }

    /// <summary>Raised on any thread.</summary>
    public event Action? TroubleChanged;

    public EncoderFeed Feed { get; }

    public MixerTrouble Trouble
    {
        get { lock (_gate) return _trouble; }
    }

    /// <summary>Of the process that encodes now; 0 while there is none.</summary>
    public int ProcessId
    {
        get { lock (_gate) return _process?.Id ?? 0; }
    }

    /// <summary>Pictures that it hasn't taken although it could have. By the program's thread, before each tick.</summary>
    public int Behind(MonoTime now)
    {
        lock (_gate) return _pressure.Of(Feed.Waiting, now);
    }

    /// <summary>Encoders that had to be replaced.</summary>
    public int Restarts => Volatile.Read(ref _restarts);

    /// <summary>Kills an encoder that has stopped giving. By the program's thread, at each tick.</summary>
    public void Watch(MonoTime now)
    {
        var silence = Feed.Silence(now);
        if (silence <= MostSilence) return;

        lock (_gate)
        {
            if (_process is not { } process || silence <= (_flows ? MostSilence : MostSilenceAtStart)) return;
            if (_stalled != process) Log.EncoderStalled(_log, process.Id, silence); // once: it may take some ticks to die
            _stalled = process;
            process.Kill();
            Feed.Interrupt(); // here, or it could meet the next encoder
        }
    }

    /// <summary>Encodes what was offered, and ends. Bounded: 1.5 s, and as much again for a worker that must be killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _stop.Set(); // first: a feed that is complete without it is one whose encoder died
        Feed.Complete();
        var ended = Task.Run(_thread.Dispose);
        if (!await EndsAsync(ended))
        {
            lock (_gate) _process?.Kill();
            if (!await EndsAsync(ended)) Log.FeedHangs(_log);
        }
        _hub.Confirmed -= OnConfirmed;
        var spareEnded = await EndsAsync(EndSpareAsync());
        if (!ended.IsCompleted || !spareEnded) return;  // what hangs may still use the rest
        Feed.Dispose();
        _stop.Dispose();
    }

    // In the kernel a process can't be killed while it waits for a disk that is gone: nothing here may wait for that.
    private async Task<bool> EndsAsync(Task task)
    {
        try
        {
            await task.WaitAsync(_lastWords, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task EndSpareAsync()
    {
        await _starting;
        if (TakeSpare() is { } spare) await spare.DisposeAsync();
    }

    // One encoder from its first picture to its end.
    private bool RunOne()
    {
        var process = TakeSpare() ?? TryStart();
        if (process is null)
        {
            _failures++;
            Say(MixerTrouble.EncoderFails);
            return Pause();
        }

        var began = _clock.Now;
        var streams = _hub.Connect();
        var position = _hub.Position;
        Feed.Rewind(position, began);
        lock (_gate)
        {
            (_process, _flows) = (process, false);
            _pressure.Start();
        }
        process.Connect(streams);
        _ = process.Exited.ContinueWith(_ => InterruptIfCurrent(process), TaskScheduler.Default);
        Log.EncoderBegan(_log, process.Id, position.EveryLayer + 1);

        var completed = Write(process);
        End(process, completed);
        if (completed || _stop.WaitOne(0)) return false;

        Log.EncoderEnded(_log, process.Id, process.LastWords);
        Interlocked.Increment(ref _restarts);
        _failures = _clock.Now - began > LongEnough ? 0 : _failures + 1;
        Say(_failures >= FailuresToSay ? MixerTrouble.EncoderFails : MixerTrouble.EncoderRestarting);
        return Pause();
    }

    /// <returns>True when all was written, false when the process is gone.</returns>
    private bool Write(EncoderProcess process)
    {
        try
        {
            var matroska = new MatroskaWriter(process.Input);
            matroska.Begin(_settings.FramesPerSecond);
            // The first picture is a keyframe by itself; asked for, it would shift all times by half a unit.
            for (var first = true; ;)
            {
                switch (Feed.Take(out var tick, _samples, out var frame))
                {
                    case FeedItem.Picture:
                        Write(matroska, tick, tick.Keyframe && !first);
                        first = false;
                        break;
                    case FeedItem.Sound:
                        matroska.Sound(ProgramTime.OfSound(frame), _samples);
                        break;
                    default:
                        return !process.HasEnded && _stop.WaitOne(0);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private void Write(MatroskaWriter matroska, in ProgramTick tick, bool keyframe)
    {
        try
        {
            var time = ProgramTime.OfTick(tick.Number, _settings.FramesPerSecond);
            for (var layer = 0; layer < VideoLayer.All.Count; layer++) matroska.Picture(layer + 1, time, keyframe, tick[layer].Picture);
        }
        finally
        {
            tick.Release();
        }
    }

    private void End(EncoderProcess process, bool completed)
    {
        if (completed)
        {
            CloseInput(process);
            Wait(process.Drained, _lastWords);
        }
        lock (_gate) _process = null;
        process.Kill();
        Wait(process.Drained, Draining);
        _ = DisposeAsync(process);
    }

    private static void CloseInput(EncoderProcess process)
    {
        try
        {
            process.Input.Dispose();
        }
        catch (IOException)
        {
            // it ended just now
        }
    }

    // Its end was waited for above; what is left to do is to close what it had, and nobody waits for that.
    private static async Task DisposeAsync(EncoderProcess process) => await process.DisposeAsync();

    // This thread has nothing else to do meanwhile, and the program's thread never waits for it.
    private static void Wait(Task task, TimeSpan atMost) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne(atMost);

    private EncoderProcess? TakeSpare()
    {
        lock (_gate)
        {
            var spare = _spare;
            _spare = null;
            if (spare is null or { HasEnded: false, CanConnect: true }) return spare;
            _ = DisposeAsync(spare);
            return null;
        }
    }

    private void StartSpare()
    {
        var spare = TryStart();
        lock (_gate) _spare = spare;
    }

    private EncoderProcess? TryStart()
    {
        try
        {
            return EncoderProcess.Start(_starter, _settings.FfmpegPath, _settings.RunFolder, Interlocked.Increment(ref _numbers));
        }
#pragma warning disable CA1031 // whatever it is, it is tried again at growing intervals
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.EncoderMissing(_log, failure.Message);
            return null;
        }
    }

    // At once after the first failure; then 0.25 s, 0.5 s … 5 s.
    private bool Pause()
    {
        if (_failures < 2) return true;
        var pause = TimeSpan.FromMilliseconds(125) * Math.Pow(2, Math.Min(_failures - 1, 8));
        return !_stop.WaitOne(pause < LongestPause ? pause : LongestPause);
    }

    private void InterruptIfCurrent(EncoderProcess process)
    {
        lock (_gate)
            if (_process == process) Feed.Interrupt();
    }

    private void OnConfirmed(long tick)
    {
        Feed.Confirm(tick, _clock.Now);
        lock (_gate)
        {
            if (_flows || _process is null) return;
            _flows = true;
            _pressure.Flow(_clock.Now);
            if (_spare is null && _starting.IsCompleted && !_stop.WaitOne(0)) _starting = Task.Run(StartSpare);
        }
        Say(MixerTrouble.None);
    }

    private void Say(MixerTrouble trouble)
    {
        lock (_gate)
        {
            if (_trouble == trouble) return;
            _trouble = trouble;
        }
        TroubleChanged?.Invoke();
    }
}
