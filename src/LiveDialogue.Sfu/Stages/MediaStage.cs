using System.Runtime.InteropServices;
using LiveDialogue.Sfu.Peers;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Stages;

/// <summary>
/// One event's media, decided at control rate: who publishes, who may be seen, who watches, and which slot shows whom. Calls from HTTP, from the
/// node's thread and its tick meet under one lock; the packet path never takes it. What it decides goes to the shards as commands.
/// </summary>
internal sealed class MediaStage(string id, IStageObserver observer, IStageNode node) : IMediaStage
{
    private static readonly TimeSpan AudioRanking = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<PublisherId, StagePublisher> _byId = [];
    private readonly List<StagePublisher> _onStage = [];    // connected ones, in the order in which they came
    private readonly Dictionary<SessionId, StageSubscriber> _subscribers = [];
    private readonly ActiveSpeaker _speaker = new();
    private readonly StageMixer _mixer = new(node);
    private MonoTime _nextRanking;
    private bool _closed;

    public string Id => id;

    public Task<Admission> PublishAsync(PublisherId publisher, string offer, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        PublisherGate gate;
        lock (_gate) gate = Get(publisher).Gate;
        return Task.FromResult(node.Publish(this, gate, offer));
    }

    public Task<Admission> WatchAsync(StageView view, PublisherId? self, string offer, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(node.Watch(this, view, self, offer));
    }

    public ITap OpenTap(ITapSink sink)
    {
        var tap = new StageTap(node.OpenTap(sink), node, Remove);
        lock (_gate)
        {
            if (_closed)
            {
                tap.End();
                return tap;
            }
            _mixer.Add(tap);
            tap.Assign(_onStage);
        }
        return tap;
    }

    public IProgramFeed OpenProgram(Action<int> keyframeWanted)
    {
        var program = node.OpenProgram(keyframeWanted, Changed);
        lock (_gate)
        {
            if (_closed) _mixer.Remove(program);
            else _mixer.Add(program);
            UpdateProgram(node.Now);
        }
        return program;
    }

    public void Permit(PublisherId publisher, MediaPermission permission)
    {
        lock (_gate)
        {
            var gate = Get(publisher).Gate;
            var wasOnAir = gate.IsOnAir;
            gate.Permission = permission;    // from here on the next packet obeys
            if (wasOnAir != permission.OnAir) Reassign();
            UpdateSpeaker(node.Now);
        }
    }

    public void Expel(PublisherId publisher)
    {
        List<SessionId> sessions;
        lock (_gate)
        {
            sessions = [.. _subscribers.Values.Where(s => s.Self == publisher).Select(s => s.Session)];
            if (_byId.TryGetValue(publisher, out var known))
            {
                if (known.Current is { } current) sessions.Add(current.Session);
                if (known.Pending is { } pending) sessions.Add(pending.Session);
            }
        }
        foreach (var session in sessions) node.Close(session, SessionEnd.ClosedByServer);
    }

    public void Close()
    {
        List<SessionId> sessions;
        lock (_gate)
        {
            _closed = true;
            _mixer.Close();
            sessions = [.. _subscribers.Keys];
            foreach (var publisher in _byId.Values)
            {
                if (publisher.Current is { } current) sessions.Add(current.Session);
                if (publisher.Pending is { } pending) sessions.Add(pending.Session);
            }
        }
        foreach (var session in sessions) node.Close(session, SessionEnd.ClosedByServer);
        node.Forget(this);
    }

    /// <summary>A WHIP offer was accepted; its handshake begins.</summary>
    /// <returns>False when the stage was closed meanwhile.</returns>
    public bool Add(PublisherId publisher, PublisherSession session)
    {
        SessionId? outdated = null;
        lock (_gate)
        {
            if (_closed) return false;
            var known = Get(publisher);
            outdated = known.Pending?.Session;
            known.Pending = session;
            Tell(known, node.Now);
        }
        if (outdated is { } older) node.Close(older, SessionEnd.Replaced);
        return true;
    }

    /// <summary>A WHEP offer was accepted and its shard knows the peer. Its slots are decided now and filled once connected.</summary>
    /// <returns>False when the stage was closed meanwhile.</returns>
    public bool Add(StageSubscriber subscriber)
    {
        lock (_gate)
        {
            if (_closed) return false;
            _subscribers.Add(subscriber.Session, subscriber);
            Reassign([subscriber]);
            return true;
        }
    }

    public void Connected(SessionId session, MonoTime now)
    {
        SessionId? replaced = null;
        lock (_gate)
        {
            foreach (var publisher in _byId.Values)
            {
                if (publisher.Pending is not { } pending || pending.Session != session) continue;
                replaced = publisher.Current?.Session;
                pending.ConnectedAt = now;
                (publisher.Current, publisher.Pending) = (pending, null);
                if (!_onStage.Contains(publisher)) _onStage.Add(publisher);
                Tell(publisher, now);
                Reassign();
                break;
            }
        }
        if (replaced is { } older) node.Close(older, SessionEnd.Replaced);
    }

    public void Ended(SessionId session, SessionEnd reason, MonoTime now)
    {
        lock (_gate)
        {
            _subscribers.Remove(session);
            foreach (var publisher in _byId.Values)
            {
                if (publisher.Pending?.Session == session) publisher.Pending = null;
                else if (publisher.Current?.Session == session) publisher.Current = null;
                else continue;

                if (publisher.Current is null && _onStage.Remove(publisher)) Reassign();
                Tell(publisher, now);
                UpdateSpeaker(now);
                break;
            }
            observer.SessionEnded(session, reason);
        }
    }

    /// <summary>Every 100 to 200 ms: what flows, who speaks.</summary>
    public void Tick(MonoTime now)
    {
        lock (_gate)
        {
            foreach (var publisher in _onStage) Tell(publisher, now);
            UpdateProgram(now);
            UpdateSpeaker(now);
            UpdateScreens(now);
            if (now < _nextRanking) return;
            _nextRanking = now + AudioRanking;
            if (_subscribers.Values.Any(s => s.AudioSlots < _onStage.Count)) Reassign();
        }
    }

    private void Remove(StageTap tap)
    {
        lock (_gate) _mixer.Remove(tap);
    }

    private void Changed(ProgramFeed program)
    {
        lock (_gate)
        {
            if (program.IsClosed) _mixer.Remove(program);
            UpdateProgram(node.Now);
        }
    }

    private void UpdateProgram(MonoTime now)
    {
        if (_mixer.Update(now)) Reassign();
    }

    private StagePublisher Get(PublisherId publisher)
    {
        if (_byId.TryGetValue(publisher, out var known)) return known;
        known = new(publisher);
        _byId.Add(publisher, known);
        return known;
    }

    private void Tell(StagePublisher publisher, MonoTime now)
    {
        var status = publisher.StatusAt(now);
        if (status == publisher.Told) return;
        publisher.Told = status;
        observer.PublisherChanged(status);
    }

    private void UpdateScreens(MonoTime now)
    {
        var changed = false;
        foreach (var publisher in _onStage)
        {
            var shares = publisher.SharesScreenAt(now);
            changed |= shares != publisher.SharedScreen;
            publisher.SharedScreen = shares;
        }
        if (changed) Reassign();
    }

    private void UpdateSpeaker(MonoTime now)
    {
        var speaking = _onStage.FindAll(p => p.Gate.IsOnAir && p.Gate.Allows(MediaKind.Audio)).ConvertAll(p => new SpeakerLevel(p.Id, p.LoudnessAt(now)));
        if (!_speaker.Update(CollectionsMarshal.AsSpan(speaking), now)) return;
        observer.ActiveSpeakerChanged(_speaker.Current);
        Reassign();
    }

    private void Reassign()
    {
        _mixer.Assign(_onStage);
        Reassign(_subscribers.Values);
    }

    private void Reassign(IReadOnlyCollection<StageSubscriber> subscribers)
    {
        var now = node.Now;
        var candidates = _onStage.ConvertAll(p => p.CandidateAt(now));
        var switches = new List<SlotSwitch>();
        foreach (var subscriber in subscribers)
        {
            var changed = subscriber.View == StageView.Program && (_mixer.IsExclusive || (_mixer.ShowsProgram && subscriber.TakesProgram))
                ? subscriber.ShowProgram(_mixer.ShowsProgram && subscriber.TakesProgram)
                : subscriber.Assign(MediaKind.Audio, _speaker.Current, candidates) | subscriber.Assign(MediaKind.Video, _speaker.Current, candidates);
            foreach (var (slot, feed) in subscriber.Resolve(FeedOf)) switches.Add(new(subscriber.Shard, subscriber.Session, slot, feed));
            if (!changed && subscriber.Told) continue;
            subscriber.Told = true;
            observer.SlotsChanged(subscriber.Session, subscriber.Table());
        }
        if (switches.Count > 0) node.Switch(switches);
    }

    private Feed? FeedOf(StageSource source, MediaKind kind)
    {
        if (source.Publisher == PublisherId.Program) return _mixer.FeedOf(kind);
        if (!_byId.TryGetValue(source.Publisher, out var known)) return null;
        return source.IsScreen ? known.Current?.Feed(TapSource.Screen) : known.Current?.Feed(kind);
    }
}
