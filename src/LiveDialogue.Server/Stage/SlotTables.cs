using System.Collections.Concurrent;
using System.Threading.Channels;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage.Links;
using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Server.Stage;

/// <summary>
/// The media sessions of this node: whose each is, and which publisher fills which of its slots, now. Written on the SFU's threads, read by the hub; latest value only.
/// Whoever knows a session's id may watch its table: the id is 128 random bits that only its client was told.
/// </summary>
internal sealed class SlotTables
{
    private readonly ConcurrentDictionary<SessionId, Table> _tables = new();

    /// <summary>Raised when the SFU ends a session, on its threads: note it and return.</summary>
    public event Action<EndedSession>? Ended;

    /// <summary>A session was accepted; its slots are empty until the SFU says otherwise.</summary>
    /// <param name="holder">Whose invite opened it; null for the audience and the signed-in host.</param>
    public void Open(SessionId session, EventId eventId, InviteId? holder, bool publishes)
    {
        var table = _tables.GetOrAdd(session, static (_, id) => new Table(id), eventId);
        (table.Holder, table.Publishes) = (holder, publishes);
    }

    /// <returns>False when there is no such session (any more).</returns>
    public bool TryFind(SessionId session, out EventId eventId, out InviteId? publisher)
    {
        var found = _tables.TryGetValue(session, out var table);
        (eventId, publisher) = table is null ? (default, null) : (table.Event, table.Publishes ? table.Holder : null);
        return found;
    }

    public IReadOnlyList<SessionId> HeldBy(InviteId invite) => [.. _tables.Where(pair => pair.Value.Holder == invite).Select(pair => pair.Key)];

    /// <summary>What one speaker publishes and watches at an event.</summary>
    public IReadOnlyList<HeldSession> SessionsOf(EventId eventId, InviteId invite) =>
    [
        .. from pair in _tables
           let table = pair.Value
           where table.Holder == invite && table.Event == eventId
           select new HeldSession(pair.Key, table.Publishes, table.Fills, table.Relay),
    ];

    /// <param name="relay">What the page of <paramref name="holder"/> says of its session's path; null: it goes directly.</param>
    /// <returns>False when there is no such session, or it is another's.</returns>
    public bool TryNoteRelay(SessionId session, EventId eventId, InviteId holder, RelayLeg? relay)
    {
        if (!_tables.TryGetValue(session, out var table) || table.Holder != holder || table.Event != eventId) return false;
        table.Relay = relay;
        return true;
    }

    public void Update(SessionId session, EventId eventId, IReadOnlyList<SlotFill> fills) =>
        _tables.GetOrAdd(session, static (_, id) => new Table(id), eventId).Set(fills);

    /// <param name="reason">The SFU's; null for a client that ends it by HTTP.</param>
    public void End(SessionId session, SessionEnd? reason = null)
    {
        if (!_tables.TryRemove(session, out var table)) return;
        table.End();
        if (reason is { } why) Ended?.Invoke(new(table.Event, table.Holder, table.Publishes, why));
    }

    /// <returns>Null when there is no such session. The reader gets the table now and after each change, and completes with the session.</returns>
    public SlotWatch? Watch(SessionId session) => _tables.TryGetValue(session, out var table) ? table.Watch() : null;

    private sealed class Table(EventId eventId)
    {
        // A screen watches its session once, and again when its connection was lost. More would be told of each change on the SFU's thread.
        private const int MostWatches = 4;

        private readonly Lock _gate = new();
        private readonly List<SlotWatch> _watches = [];
        private IReadOnlyList<SlotFill> _fills = [];
        private bool _ended;

        public EventId Event => eventId;

        public InviteId? Holder { get; set; }

        public bool Publishes { get; set; }

        public RelayLeg? Relay { get; set; }

        public IReadOnlyList<SlotFill> Fills
        {
            get { lock (_gate) return _fills; }
        }

        public void Set(IReadOnlyList<SlotFill> fills)
        {
            lock (_gate)
            {
                _fills = fills;
                foreach (var watch in _watches) watch.Set(fills);
            }
        }

        public void End()
        {
            lock (_gate)
            {
                _ended = true;
                foreach (var watch in _watches) watch.End();
                _watches.Clear();
            }
        }

        public SlotWatch? Watch()
        {
            lock (_gate)
            {
                if (_ended) return null;

                var watch = new SlotWatch(eventId, Forget);
                watch.Set(_fills);
                if (_watches.Count == MostWatches)
                {
                    _watches[0].End();
                    _watches.RemoveAt(0);
                }
                _watches.Add(watch);
                return watch;
            }
        }

        private void Forget(SlotWatch watch)
        {
            lock (_gate) _watches.Remove(watch);
        }
    }
}

/// <summary>One of a speaker's sessions.</summary>
/// <param name="Fills">Who fills the slots of one that watches.</param>
/// <param name="Relay">As the speaker's page says: we see the relay's address alone, if we know it.</param>
internal readonly record struct HeldSession(SessionId Session, bool Publishes, IReadOnlyList<SlotFill> Fills, RelayLeg? Relay);

/// <summary>A session that is over.</summary>
/// <param name="Holder">Whose invite opened it.</param>
internal sealed record EndedSession(EventId Event, InviteId? Holder, bool Published, SessionEnd Reason);

/// <summary>One watcher of one subscriber's slots.</summary>
internal sealed class SlotWatch(EventId eventId, Action<SlotWatch> forget) : IDisposable
{
    // Only the latest table is worth sending.
    private readonly Channel<IReadOnlyList<SlotFill>> _tables = Channel.CreateBounded<IReadOnlyList<SlotFill>>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public EventId Event => eventId;

    public ChannelReader<IReadOnlyList<SlotFill>> Tables => _tables.Reader;

    public void Set(IReadOnlyList<SlotFill> fills) => _tables.Writer.TryWrite(fills);

    public void End() => _tables.Writer.TryComplete();

    public void Dispose() => forget(this);
}
