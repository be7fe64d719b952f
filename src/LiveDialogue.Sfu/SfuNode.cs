using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using LiveDialogue.Sfu.Congestion;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Sfu.Negotiation;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Security;
using LiveDialogue.Sfu.Stages;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Sfu;

/// <summary>Opens one port. The fast one of Linux, the portable one, or a virtual one in tests.</summary>
public delegate IDatagramPort OpenPort(IPEndPoint address, PacketPool pool, IMonoClock clock);

/// <summary>The media side of this process: its shards, its stages and the sessions between them. Thread-safe.</summary>
public sealed class SfuNode : IMediaNode, IStageNode, IShardEvents, IAsyncDisposable
{
    private static readonly TimeSpan StageInterval = TimeSpan.FromMilliseconds(100);

    private readonly SfuOptions _options;
    private readonly IDtlsFactory _dtls;
    private readonly IMonoClock _clock;
    private readonly ILogger _log;
    private readonly ShardSet _shards;
    private readonly NodeThreads? _threads;
    private readonly Capabilities _capabilities = new();
    private readonly ConcurrentDictionary<string, MediaStage> _stages = new();
    private readonly ConcurrentDictionary<SessionId, MediaSession> _sessions = new();
    private readonly ConcurrentQueue<SessionEvent> _events = new();
    private int _peers;
    private MonoTime _nextStageTick;

    /// <param name="openStreams">Opens the TCP ports beside; null: UDP only.</param>
    /// <exception cref="System.Net.Sockets.SocketException">An address can't be bound.</exception>
    public SfuNode(SfuOptions options, IDtlsFactory dtls, OpenPort openPort, ILogger<SfuNode> log, OpenPort? openStreams = null)
        : this(options, dtls, openPort, log, new MonoClock(), threads: true, openStreams)
    {
    }

    /// <param name="threads">False: nothing moves but by <see cref="RunOnce"/>, for virtual time.</param>
    internal SfuNode(SfuOptions options, IDtlsFactory dtls, OpenPort openPort, ILogger log, IMonoClock clock, bool threads, OpenPort? openStreams = null)
    {
        (_options, _dtls, _clock, _log) = (options, dtls, clock, log);
        var workers = threads ? new HandshakeWorkers(Math.Clamp(Environment.ProcessorCount - 1, 1, 4), clock, options.ThreadStarted, options.Rested) : null;
        _shards = new(options, openPort, openStreams, Pool, clock, (IHandshakes?)workers ?? new InlineHandshakes(clock), this);
        if (workers is not null) _threads = new NodeThreads(_shards.All, workers, RunStages, options.ThreadStarted, clock, log);
    }

    /// <summary>What the shards listen on by UDP, shard by shard.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => [.. _shards.Ports.Where(p => !p.IsStream).Select(p => p.LocalAddress.ToEndPoint())];

    /// <summary>The same by TCP.</summary>
    public IReadOnlyList<IPEndPoint> StreamEndpoints => [.. _shards.Ports.Where(p => p.IsStream).Select(p => p.LocalAddress.ToEndPoint())];

    /// <summary>What clients are told to try, of all shards, those behind a NAT included.</summary>
    public IReadOnlyList<(IPEndPoint Address, bool IsStream)> Offered => [.. _shards.All.SelectMany(Candidates).Select(offered => (offered.Address.ToEndPoint(), offered.IsStream))];

    internal PacketPool Pool { get; } = new();

    MonoTime IStageNode.Now => _clock.Now;

    /// <summary>The counts at this moment.</summary>
    public SfuCounters ReadCounters()
    {
        var sum = new SfuCounters { BuffersMade = Pool.Made, BuffersOutstanding = Pool.Outstanding };
        foreach (var shard in _shards.All)
        {
            shard.Counters.AddTo(sum);
            foreach (var port in shard.Ports)
            {
                sum.SendFailures += port.SendFailures;
                sum.SendMessages += port.SendMessages;
                sum.Streams += port.Streams;
            }
        }
        foreach (var (_, session) in _sessions)
            if (session.Path.IsViewers) sum.AddEstimate(session.Path.Estimate);
        return sum;
    }

    public IMediaStage OpenStage(string id, IStageObserver observer) => _stages.GetOrAdd(id, static (key, made) => new MediaStage(key, made.observer, made.node), (observer, node: this));

    public bool Close(SessionId session)
    {
        if (!_sessions.ContainsKey(session)) return false;
        ((IStageNode)this).Close(session, SessionEnd.ClosedByClient);
        return true;
    }

    public PathReading? ReadPath(SessionId session) => _sessions.TryGetValue(session, out var known) ? known.Path.Read(_clock.Now) : null;

    public Task<Admission> PatchAsync(SessionId session, string fragment, string ifMatch, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!_sessions.TryGetValue(session, out var known))
            return Task.FromResult<Admission>(new Admission.Refused(RefusalReason.NoSuchSession, "The session is over."));

        var shard = _shards[known.Shard];
        return Task.FromResult(known.Patch(fragment, ifMatch, Candidates(shard), fresh => shard.Post((s, _) => s.RestartIce(session, fresh))));
    }

    /// <summary>Ends every session with a close_notify, joins the threads and closes the ports. Within a second.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var stage in _stages.Values) stage.Close();
        if (_threads is not null)
        {
            await _threads.StopAsync();
            _threads.Dispose();
        }
        else foreach (var shard in _shards.All) shard.CloseAll(SessionEnd.ClosedByServer, _clock.Now);
        RunStages(_clock.Now);
        foreach (var port in _shards.Ports) port.Dispose();
    }

    /// <summary>One round of every shard and of the stages, on the caller's thread: for virtual time.</summary>
    internal void RunOnce()
    {
        RunShards();
        RunStages(_clock.Now);
    }

    /// <summary>The media path alone.</summary>
    internal void RunShards()
    {
        foreach (var shard in _shards.All) shard.RunOnce(TimeSpan.Zero);
    }

    /// <summary>A viewer's peer, on the caller's thread: for virtual time.</summary>
    internal Subscription? Subscription(SessionId session) =>
        _sessions.TryGetValue(session, out var known) ? _shards[known.Shard].Find(session)?.Media as Subscription : null;

    Admission IStageNode.Publish(MediaStage stage, PublisherGate gate, string offer)
    {
        if (!TryEnter(_options.MaxPeers, out var refused)) return refused;
        var shard = _shards.Emptiest();
        var transport = NewTransport(shard);
        var negotiated = Negotiate.Publisher(offer, _capabilities, transport);
        if (negotiated is not Negotiated.Accepted accepted) return Leave(negotiated);

        var lines = new PublishedLine[accepted.Media.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            var media = accepted.Media[i];
            lines[i] = new(new Feed(gate, shard.Index, media.Formats[0], media.Rids), media.Ssrc, media.RtxSsrc);
        }
        var gauge = new PathGauge([], publishes: true);
        var session = Register(stage, shard, accepted, gauge);
        var publication = new Publication(gate, lines, transport.FirstSsrc, shard.Forwarding, gauge);
        if (!stage.Add(gate.Publisher, new PublisherSession(session.Id, [.. lines.Select(l => l.Feed)]))) return Closed(session);

        Start(shard, session, transport, accepted, publication);
        return new Admission.Accepted(session.Id, accepted.Answer, session.ETag);
    }

    Admission IStageNode.Watch(MediaStage stage, StageView view, PublisherId? self, string offer)
    {
        var places = view == StageView.Program ? _options.MaxPeers - _options.BackstagePeers : _options.MaxPeers;
        if (!TryEnter(places, out var refused)) return refused;
        var shard = _shards.Emptiest();
        var transport = NewTransport(shard);
        var negotiated = Negotiate.Subscriber(offer, _capabilities, transport);
        if (negotiated is not Negotiated.Accepted accepted) return Leave(negotiated);

        var gauge = new PathGauge([.. accepted.Media.Where(m => m.Kind == MediaKind.Video).Select(m => m.Mid)]);
        var session = Register(stage, shard, accepted, gauge);
        var (slots, downlink) = SubscribedTracks.For(accepted.Media, transport.Cname);
        var subscription = new Subscription(slots, downlink, seesGreenRoom: view == StageView.Backstage, shard.Forwarding, shard.Counters, gauge);
        var subscriber = new StageSubscriber(session.Id, shard.Index, view, self, accepted.Media);
        Start(shard, session, transport, accepted, subscription);    // first: the stage's commands about its slots come after it
        if (!stage.Add(subscriber)) ((IStageNode)this).Close(session.Id, SessionEnd.ClosedByServer);
        return new Admission.Accepted(session.Id, accepted.Answer, session.ETag);
    }

    void IStageNode.Close(SessionId session, SessionEnd reason)
    {
        if (_sessions.TryGetValue(session, out var known)) _shards[known.Shard].Post((shard, now) => shard.Find(session)?.Close(reason, now));
    }

    void IStageNode.Switch(IReadOnlyList<SlotSwitch> switches) => _shards.Switch(switches);

    Tap IStageNode.OpenTap(ITapSink sink)
    {
        var shard = _shards.Emptiest();
        var tap = new Tap(shard.Index, sink, shard.Counters, fault => Log.MixerFaulted(_log, fault));
        shard.Post((s, now) => s.Forwarding.Join(tap, now));
        return tap;
    }

    ProgramFeed IStageNode.OpenProgram(Action<int> keyframeWanted, Action<ProgramFeed> changed)
    {
        var shard = _shards.Emptiest();
        var program = new ProgramFeed(new ProgramHost(shard, Pool, _clock, _log), keyframeWanted, changed);
        shard.Post((s, now) => s.Forwarding.Join(program, now));
        return program;
    }

    void IStageNode.Tell(int shard, Action<Forwarding, MonoTime> command) => _shards[shard].Post((s, now) => command(s.Forwarding, now));

    void IStageNode.Forget(MediaStage stage) => _stages.TryRemove(new(stage.Id, stage));

    void IShardEvents.Connected(SessionId session) => Enqueue(new(session, null));

    void IShardEvents.Ended(SessionId session, SessionEnd reason) => Enqueue(new(session, reason));

    void IShardEvents.Faulted(SessionId session, Exception fault) => Log.PeerFaulted(_log, session.Value is { } id ? id[..8] : "-", fault);

    private LocalTransport NewTransport(Shard shard) => new(
        IceCredentials.Random(), _dtls.Fingerprint, Candidates(shard),
        BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 2, BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)));

    /// <summary>What lies behind a NAT is offered first: who needs it has nothing else, and who doesn't finds out at once.</summary>
    private IReadOnlyList<OfferedAddress> Candidates(Shard shard)
    {
        var hasStreams = shard.Ports.Any(p => p.IsStream);
        var external = _options.ExternalAddresses.Select(e => TransportAddress.From(new(e.Address, e.Port + shard.Index))).ToList();
        return
        [
            .. external.Select(address => new OfferedAddress(address, IsStream: false)),
            .. shard.Ports.Where(p => !p.IsStream).Select(p => new OfferedAddress(p.LocalAddress, IsStream: false)),
            .. external.Where(_ => hasStreams).Select(address => new OfferedAddress(address, IsStream: true)),
            .. shard.Ports.Where(p => p.IsStream).Select(p => new OfferedAddress(p.LocalAddress, IsStream: true)),
        ];
    }

    private bool TryEnter(int places, out Admission refused)
    {
        refused = new Admission.Refused(RefusalReason.Full, "This node has as many peers as it may.");
        if (Interlocked.Increment(ref _peers) <= places) return true;
        Interlocked.Decrement(ref _peers);
        return false;
    }

    private Admission.Refused Leave(Negotiated negotiated)
    {
        Interlocked.Decrement(ref _peers);
        var refused = (Negotiated.Refused)negotiated;    // the caller saw that it isn't Accepted, and there is no third
        return new Admission.Refused(refused.Reason, refused.Detail);
    }

    private MediaSession Register(MediaStage stage, Shard shard, Negotiated.Accepted accepted, PathGauge path)
    {
        var session = new MediaSession(new SessionId(RandomNumberGenerator.GetHexString(32, lowercase: true)), stage, shard.Index, accepted) { Path = path };
        _shards.Count(shard.Index, +1);
        _sessions[session.Id] = session;
        return session;
    }

    private Admission.Refused Closed(MediaSession session)
    {
        Remove(session.Id);
        return new Admission.Refused(RefusalReason.NoSuchSession, "The stage is closed.");
    }

    private void Start(Shard shard, MediaSession session, LocalTransport transport, Negotiated.Accepted accepted, PeerMedia media)
    {
        var setup = new PeerSetup(session.Id, transport.Ice, _dtls.Create(DtlsRole.Server), accepted.Fingerprints, media);
        shard.Post((owner, now) => owner.Add(setup, _dtls, Pool, _options, now));
    }

    private MediaSession? Remove(SessionId id)
    {
        if (!_sessions.TryRemove(id, out var session)) return null;
        _shards.Count(session.Shard, -1);
        Interlocked.Decrement(ref _peers);
        return session;
    }

    private void Enqueue(SessionEvent happened)
    {
        _events.Enqueue(happened);
        _threads?.RingStages();
    }

    /// <summary>What the shards reported, then, ten times a second at most, what the stages make of it.</summary>
    private void RunStages(MonoTime now)
    {
        while (_events.TryDequeue(out var happened))
        {
            if (happened.End is not { } reason)
            {
                if (_sessions.TryGetValue(happened.Session, out var connected)) connected.Stage.Connected(happened.Session, now);
                continue;
            }
            Log.SessionEnded(_log, happened.Session.Value[..8], reason);
            Remove(happened.Session)?.Stage.Ended(happened.Session, reason, now);
        }
        if (now < _nextStageTick) return;
        _nextStageTick = now + StageInterval;
        foreach (var stage in _stages.Values) stage.Tick(now);
    }

    /// <param name="End">Null: connected.</param>
    private readonly record struct SessionEvent(SessionId Session, SessionEnd? End);
}
