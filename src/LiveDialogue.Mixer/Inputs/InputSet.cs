using System.Collections.Immutable;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Sound;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>
/// Everybody's packets in; sound and pictures out, for the clock thread. <see cref="Receive"/> and <see cref="Set"/> may be called on any thread,
/// <see cref="PullSound"/> and <see cref="Take"/> on the clock's alone: neither ever waits for an input.
/// </summary>
/// <param name="ffmpeg">Name or path.</param>
internal sealed class InputSet(FramePool pool, IWorkerStarter starter, IMixerObserver observer, ILogger log, string ffmpeg = "ffmpeg") : IProgramInputs
{
    private readonly Lock _gate = new();
    private readonly PhotoDecoder _photos = new(ffmpeg, starter, pool, log);
    private readonly AudioMix _mix = new();
    private volatile Members _members = Members.None;
    private ImmutableArray<SpeakerInputs> _leaving = [];
    private ImmutableDictionary<string, Photos> _kept = ImmutableDictionary<string, Photos>.Empty;

    // Being decoded, and not taken back meanwhile.
    private readonly List<Coming> _coming = [];
    private long _now;
    private bool _disposed;

    /// <summary>Who is in the mix from the next frame on. Who isn't named any more is faded out, and all they sent is dropped.</summary>
    public void Set(IReadOnlyList<MixInput> inputs)
    {
        lock (_gate)
        {
            if (_disposed) return;
            var next = ImmutableDictionary.CreateBuilder<string, SpeakerInputs>();
            foreach (var input in inputs)
            {
                if (!_members.ByName.TryGetValue(input.Speaker, out var speaker)) speaker = Make(input);
                speaker.Settings = input;
                next[input.Speaker] = speaker;
            }
            _leaving = [.. _leaving, .. _members.ByName.Where(known => !next.ContainsKey(known.Key)).Select(known => known.Value)];
            _members = new(next.ToImmutable(), [.. next.Values]);
        }
    }

    /// <param name="senderMicroseconds">0 while unknown.</param>
    public void Receive(SourceId source, InputCodec codec, ReadOnlySpan<byte> rtp, long senderMicroseconds, MonoTime arrival)
    {
        if (_members.ByName.TryGetValue(source.Speaker, out var speaker)) speaker.Receive(source.Kind, codec, rtp, new(senderMicroseconds, arrival));
    }

    /// <param name="stereo">1,920 floats: 20 ms, always filled.</param>
    /// <param name="now">The moment of the program's clock this frame is for, on the same clock as arrivals: 20 ms after the one before.</param>
    public void PullSound(Span<float> stereo, MonoTime now)
    {
        Volatile.Write(ref _now, now.Microseconds);
        _mix.Begin();
        foreach (var speaker in _members.All)
        {
            speaker.PullSound(now, isLeaving: false);
            _mix.Add(speaker.Strip);
        }
        FadeOutLeaving(now);
        _mix.Finish(stereo);
    }

    public SourcePicture Take(SourceId source, MonoTime now) =>
        _members.ByName.TryGetValue(source.Speaker, out var speaker) ? speaker.Take(source.Kind, now) : default;

    /// <summary>As <see cref="IProgramMixer.SetPhotoAsync"/>. May come before the speaker is in the mix.</summary>
    public async Task<bool> SetPhotoAsync(string speaker, ReadOnlyMemory<byte> image, bool isMoment, CancellationToken ct)
    {
        var coming = new Coming(speaker, isMoment);
        lock (_gate) _coming.Add(coming);
        try
        {
            if (await _photos.DecodeAsync(speaker, image, ct) is not { } frame) return false;
            lock (_gate)
            {
                if (_disposed || !_coming.Contains(coming)) frame.Release();
                else Keep(speaker, PhotosOf(speaker).With(new(frame, isMoment, new(Volatile.Read(ref _now)))));
            }
            return true;
        }
        finally
        {
            lock (_gate) _coming.Remove(coming);
        }
    }

    /// <summary>As <see cref="IProgramMixer.RemovePhoto"/>.</summary>
    public void RemovePhoto(string speaker)
    {
        lock (_gate)
        {
            _coming.RemoveAll(coming => coming.Speaker == speaker);
            Keep(speaker, Photos.None);
        }
    }

    /// <summary>As <see cref="IProgramMixer.ForgetSeen"/>.</summary>
    public void ForgetSeen(string speaker)
    {
        lock (_gate)
        {
            _coming.RemoveAll(coming => coming.Speaker == speaker && coming.IsMoment);
            if (PhotosOf(speaker) is { Moment: not null } photos) Keep(speaker, photos with { Moment = null });
            if (_members.ByName.TryGetValue(speaker, out var inputs)) inputs.Forget();
        }
    }

    /// <summary>Once the clock thread pulls no more.</summary>
    public void Dispose()
    {
        ImmutableArray<SpeakerInputs> all;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            all = [.. _leaving, .. _members.All];
            (_leaving, _members) = ([], Members.None);
            foreach (var photos in _kept.Values) photos.Release();
            _kept = ImmutableDictionary<string, Photos>.Empty;
        }
        foreach (var speaker in all) speaker.Close(wait: false);    // all begin to end, then each is waited for
        foreach (var speaker in all) speaker.Close(wait: true);
    }

    /// <summary>For tests and measurements.</summary>
    internal SpeakerInputs? Find(string speaker) => _members.ByName.GetValueOrDefault(speaker);

    private void FadeOutLeaving(MonoTime now)
    {
        if (_leaving.IsEmpty) return;
        ImmutableArray<SpeakerInputs> leaving;
        lock (_gate) (leaving, _leaving) = (_leaving, []);
        foreach (var speaker in leaving)
        {
            speaker.PullSound(now, isLeaving: true);
            _mix.Add(speaker.Strip);
            speaker.Close(wait: false);
        }
    }

    private SpeakerInputs Make(MixInput input)
    {
        var speaker = new SpeakerInputs(input, source => new VideoInput(source, ffmpeg, starter, pool, observer, log));
        Give(PhotosOf(input.Speaker), speaker);
        return speaker;
    }

    private Photos PhotosOf(string speaker) => _kept.GetValueOrDefault(speaker, Photos.None);

    // Kept for when the speaker comes, and comes back.
    private void Keep(string speaker, Photos next)
    {
        var before = PhotosOf(speaker);
        if (before.Portrait != next.Portrait) before.Portrait?.Frame.Release();
        if (before.Moment != next.Moment) before.Moment?.Frame.Release();
        _kept = next == Photos.None ? _kept.Remove(speaker) : _kept.SetItem(speaker, next);
        if (_members.ByName.TryGetValue(speaker, out var inputs)) Give(next, inputs);
    }

    private static void Give(Photos photos, SpeakerInputs speaker)
    {
        photos.Hold();
        speaker.SetPhotos(photos);
    }

    /// <summary>Told apart by being itself: one speaker may send many.</summary>
    private sealed class Coming(string speaker, bool isMoment)
    {
        public string Speaker => speaker;

        public bool IsMoment => isMoment;
    }

    /// <param name="All">The same as an array, which is gone through without allocating.</param>
    private sealed record Members(ImmutableDictionary<string, SpeakerInputs> ByName, SpeakerInputs[] All)
    {
        public static readonly Members None = new(ImmutableDictionary<string, SpeakerInputs>.Empty, []);
    }
}
