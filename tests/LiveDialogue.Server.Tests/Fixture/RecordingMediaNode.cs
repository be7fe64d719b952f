using System.Collections.Concurrent;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Tests.Fixture;

/// <summary>A media node without sockets: remembers what it was told, and lets a test play the SFU's part through <see cref="RecordingStage.Observer"/>.</summary>
public sealed class RecordingMediaNode : IMediaNode
{
    private int _sessions;

    public ConcurrentDictionary<string, RecordingStage> Stages { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<SessionId> Closed { get; } = [];

    /// <summary>Set to have the next offers refused.</summary>
    public Admission.Refused? Refusal { get; set; }

    public IMediaStage OpenStage(string id, IStageObserver observer) => Stages.GetOrAdd(id, _ => new RecordingStage(this, observer));

    public bool Close(SessionId session)
    {
        Closed.Enqueue(session);
        return Stages.Values.Any(stage => stage.Sessions.TryRemove(session, out _));
    }

    /// <summary>What is told of sessions' paths.</summary>
    public ConcurrentDictionary<SessionId, PathReading> Paths { get; } = new();

    public PathReading? ReadPath(SessionId session) => Paths.GetValueOrDefault(session);

    public Task<Admission> PatchAsync(SessionId session, string fragment, string ifMatch, CancellationToken ct) =>
        Task.FromResult<Admission>(Stages.Values.Any(stage => stage.Sessions.ContainsKey(session))
            ? new Admission.Accepted(session, "", "\"ice-2\"")
            : new Admission.Refused(RefusalReason.NoSuchSession, "There is no such session."));

    internal SessionId NewSession() => new(Interlocked.Increment(ref _sessions).ToString("x32", System.Globalization.CultureInfo.InvariantCulture));
}

public sealed class RecordingStage(RecordingMediaNode node, IStageObserver observer) : IMediaStage
{
    /// <summary>Call it as the SFU would.</summary>
    public IStageObserver Observer => observer;

    /// <summary>Open sessions; the value is the publisher, or null for somebody who only watches.</summary>
    public ConcurrentDictionary<SessionId, PublisherId?> Sessions { get; } = new();

    /// <summary>The last permission of each publisher.</summary>
    public ConcurrentDictionary<PublisherId, MediaPermission> Permissions { get; } = new();

    public ConcurrentQueue<(StageView View, PublisherId? Self)> Watched { get; } = [];

    public ConcurrentQueue<PublisherId> Expelled { get; } = [];

    /// <summary>Open taps, and who listens at them.</summary>
    public ConcurrentDictionary<RecordingTap, ITapSink> Taps { get; } = new();

    /// <summary>The program's feed, while one is open.</summary>
    public RecordingProgramFeed? Program { get; private set; }

    public bool IsClosed { get; private set; }

    public Task<Admission> PublishAsync(PublisherId publisher, string offer, CancellationToken ct) => AdmitAsync(publisher);

    public Task<Admission> WatchAsync(StageView view, PublisherId? self, string offer, CancellationToken ct)
    {
        Watched.Enqueue((view, self));
        return AdmitAsync(null);
    }

    public void Permit(PublisherId publisher, MediaPermission permission) => Permissions[publisher] = permission;

    public void Expel(PublisherId publisher) => Expelled.Enqueue(publisher);

    public ITap OpenTap(ITapSink sink)
    {
        var tap = new RecordingTap(this);
        Taps[tap] = sink;
        return tap;
    }

    public IProgramFeed OpenProgram(Action<int> keyframeWanted) => Program = new RecordingProgramFeed(keyframeWanted, () => Program = null);

    public void Close() => IsClosed = true;

    private Task<Admission> AdmitAsync(PublisherId? publisher)
    {
        if (node.Refusal is { } refused) return Task.FromResult<Admission>(refused);
        var session = node.NewSession();
        Sessions[session] = publisher;
        return Task.FromResult<Admission>(new Admission.Accepted(session, "v=0\r\n", "\"ice-1\""));
    }
}

public sealed class RecordingTap(RecordingStage stage) : ITap
{
    public ConcurrentDictionary<(PublisherId, TapSource), int> Wanted { get; } = new();

    public ConcurrentQueue<(PublisherId, TapSource)> Keyframes { get; } = [];

    public void Want(PublisherId publisher, TapSource source, int pixels) => Wanted[(publisher, source)] = pixels;

    public void RequestKeyframe(PublisherId publisher, TapSource source) => Keyframes.Enqueue((publisher, source));

    public void Dispose() => stage.Taps.TryRemove(this, out _);
}

public sealed class RecordingProgramFeed(Action<int> keyframeWanted, Action closed) : IProgramFeed
{
    private int _packets;

    /// <summary>Call it as the SFU would.</summary>
    public Action<int> KeyframeWanted => keyframeWanted;

    public int Packets => Volatile.Read(ref _packets);

    public void SendVideo(int layer, ReadOnlySpan<byte> rtp) => Interlocked.Increment(ref _packets);

    public void SendAudio(ReadOnlySpan<byte> rtp) => Interlocked.Increment(ref _packets);

    public void SetClock(int layer, ulong ntpTime, uint rtpTimestamp)
    {
    }

    public bool IsExclusive { get; private set; }

    public void SetExclusive(bool on) => IsExclusive = on;

    public void Dispose() => closed();
}
