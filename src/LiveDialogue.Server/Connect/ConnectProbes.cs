using LiveDialogue.Server.People;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Connect;

/// <summary>
/// Connections that only try a way through the network: viewers of a stage that nobody is on, so that they are real to the browser and carry no media.
/// A few at once, each for a short time. Thread-safe.
/// </summary>
internal sealed class ConnectProbes : IStageObserver, IDisposable
{
    /// <summary>At once: each is a handshake, and none may take a viewer's place for long.</summary>
    public const int Most = 32;

    /// <summary>At once from one network: some people of an office try together, and one person doesn't keep all others out.</summary>
    public const int MostOfANetwork = 8;

    /// <summary>Longer than a browser needs to find that nothing gets through.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(20);

    // No event has this id: theirs are ULIDs.
    private const string StageId = "connect";
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly IMediaNode _node;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, (long Since, string Network)> _open = [];
    private readonly Dictionary<string, int> _networks = new(StringComparer.Ordinal);
    private readonly HashSet<SessionId> _endedFirst = [];
    private int _entering;

    public ConnectProbes(IMediaNode node, TimeProvider time)
    {
        (_node, _time) = (node, time);
        _timer = time.CreateTimer(_ => CloseOld(), null, LookInterval, LookInterval);
    }

    /// <summary>Open now.</summary>
    public int Open
    {
        get { lock (_gate) return _open.Count; }
    }

    /// <param name="network">As <see cref="CallerExtensions.Network"/>.</param>
    /// <returns>Refused as <see cref="RefusalReason.Full"/> when there are as many as there may be.</returns>
    public async Task<Admission> OpenAsync(string offer, string network, CancellationToken ct)
    {
        lock (_gate)
        {
            var ofThis = _networks.GetValueOrDefault(network);
            if (_open.Count + _entering >= Most || ofThis >= MostOfANetwork) return new Admission.Refused(RefusalReason.Full, "As many connections are being tried as may be.");
            _entering++;
            _networks[network] = ofThis + 1;
        }
        Admission? admission = null;
        try
        {
            admission = await _node.OpenStage(StageId, this).WatchAsync(StageView.Program, self: null, offer, ct);
            return admission;
        }
        finally
        {
            lock (_gate)
            {
                _entering--;
                if (admission is Admission.Accepted accepted && !_endedFirst.Remove(accepted.Session)) _open[accepted.Session] = (_time.GetTimestamp(), network);
                else Leave(network);
                if (_entering == 0) _endedFirst.Clear();
            }
        }
    }

    /// <returns>False when there is none of that name here: sessions of events aren't ours to end.</returns>
    public bool Close(SessionId session)
    {
        lock (_gate)
            if (!TryRemove(session)) return false;
        return _node.Close(session);
    }

    public void Dispose() => _timer.Dispose();

    void IStageObserver.PublisherChanged(PublisherStatus status)
    {
    }

    void IStageObserver.ActiveSpeakerChanged(PublisherId? speaker)
    {
    }

    void IStageObserver.SlotsChanged(SessionId session, IReadOnlyList<SlotFill> slots)
    {
    }

    void IStageObserver.SessionEnded(SessionId session, SessionEnd reason)
    {
        lock (_gate)
            if (!TryRemove(session) && _entering > 0) _endedFirst.Add(session);
    }

    private bool TryRemove(SessionId session)
    {
        if (!_open.Remove(session, out var probe)) return false;
        Leave(probe.Network);
        return true;
    }

    private void Leave(string network)
    {
        if (--_networks[network] == 0) _networks.Remove(network);
    }

    private void CloseOld()
    {
        List<SessionId> old;
        lock (_gate) old = [.. _open.Where(pair => _time.GetElapsedTime(pair.Value.Since) >= Life).Select(pair => pair.Key)];
        foreach (var session in old) Close(session);
    }
}
