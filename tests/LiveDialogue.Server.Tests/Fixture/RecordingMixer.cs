using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Wire;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>Remembers what it was told, and lets a test wait for it. Thread-safe.</summary>
internal sealed class RecordingMixer(MixerOptions options, IProgramOutput output, IMixerObserver observer) : IProgramMixer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Lock _gate = new();
    private readonly List<ProgramPicture> _shown = [];
    private readonly List<IReadOnlyList<MixInput>> _inputs = [];
    private readonly List<PushTarget> _pushes = [];
    private readonly List<(string Speaker, byte[] Image, bool IsMoment)> _photos = [];
    private readonly List<(SourceId Source, InputCodec Codec, byte[] Rtp)> _received = [];
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> _waiting = [];
    private MixerStatus _status = new(MixerPhase.Running, Killed: false, 30, 30, MixerTrouble.None, []);

    public MixerOptions Options => options;

    /// <summary>Send the program through it, as the encoder would.</summary>
    public IProgramOutput Output => output;

    /// <summary>Call it as the inputs would.</summary>
    public IMixerObserver Observer => observer;

    public MixerStatus Status => Locked(() => _status);

    public MixerCounters Counters => new(Ticks: 900, LateTicks: 2, EncoderRestarts: 1);

    public ProgramPicture? Picture => Locked(() => _shown.Count == 0 ? null : _shown[^1]);

    public IReadOnlyList<ProgramPicture> Shown => Locked(() => _shown.ToList());

    public IReadOnlyList<MixInput> Inputs => Locked(() => _inputs.Count == 0 ? [] : _inputs[^1]);

    public IReadOnlyList<PushTarget> Pushes => Locked(() => _pushes.ToList());

    public IReadOnlyList<(string Speaker, byte[] Image, bool IsMoment)> Photos => Locked(() => _photos.ToList());

    public IReadOnlyList<(SourceId Source, InputCodec Codec, byte[] Rtp)> Received => Locked(() => _received.ToList());

    public bool IsKilled { get; private set; }

    public int KeyframesAsked { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>What it says of a photo.</summary>
    public bool TakesPhotos { get; set; } = true;

    /// <summary>Plays a change of status.</summary>
    public void Become(Func<MixerStatus, MixerStatus> change)
    {
        Changed(() => _status = change(_status));
        observer.StatusChanged(Status);
    }

    /// <summary>Completes when it has been told so.</summary>
    public Task UntilAsync(Func<RecordingMixer, bool> holds)
    {
        lock (_gate)
        {
            if (holds(this)) return Task.CompletedTask;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((() => holds(this), done));
            return done.Task.WaitAsync(Patience);
        }
    }

    public void Receive(SourceId source, InputCodec codec, ReadOnlySpan<byte> rtp, long senderMicroseconds, MonoTime arrival)
    {
        var bytes = rtp.ToArray();
        Changed(() => _received.Add((source, codec, bytes)));
    }

    public void SetInputs(IReadOnlyList<MixInput> inputs) => Changed(() => _inputs.Add(inputs));

    public void Show(ProgramPicture picture) => Changed(() => _shown.Add(picture));

    /// <summary>What happens while a photo is decoded.</summary>
    public Func<Task> Decoding { get; set; } = () => Task.CompletedTask;

    public async Task<bool> SetPhotoAsync(string speaker, ReadOnlyMemory<byte> image, bool isMoment, CancellationToken ct)
    {
        await Decoding();
        if (TakesPhotos) Changed(() => _photos.Add((speaker, image.ToArray(), isMoment)));
        return TakesPhotos;
    }

    public void RemovePhoto(string speaker) => Changed(() => _photos.RemoveAll(photo => photo.Speaker == speaker));

    public void ForgetSeen(string speaker) => Changed(() => _photos.RemoveAll(photo => photo.Speaker == speaker && photo.IsMoment));

    public void Kill(bool on) => Changed(() =>
    {
        IsKilled = on;
        _status = _status with { Killed = on };
    });

    public void RequestKeyframe() => Changed(() => KeyframesAsked++);

    /// <summary>Set to have pushes fail in a way that nobody foresaw.</summary>
    public Exception? PushFailure { get; init; }

    public void AddPush(PushTarget target) => Changed(() =>
    {
        if (PushFailure is { } failure) throw failure;
        _pushes.Add(target);
        _status = _status with { Outputs = _status.Outputs.Add(new(target.Id, OutputKind.Push, target.Name, OutputState.Running, OutputReason.None, "")) };
    });

    public void RemovePush(string id) => Changed(() =>
    {
        _pushes.RemoveAll(push => push.Id == id);
        _status = _status with { Outputs = _status.Outputs.RemoveAll(output => output.Id == id) };
    });

    public ValueTask DisposeAsync()
    {
        Changed(() => IsDisposed = true);
        return ValueTask.CompletedTask;
    }

    private void Changed(Action change)
    {
        lock (_gate)
        {
            change();
            foreach (var waiting in _waiting.Where(waiting => waiting.Holds()).ToList())
            {
                _waiting.Remove(waiting);
                waiting.Done.TrySetResult();
            }
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate) return read();
    }
}
