using System.Collections.Concurrent;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Sfu.Stages;
using NodaTime;

namespace LiveDialogue.Server.Stage.Links;

/// <summary>Reads how the speakers' connections fare, now, and remembers how their sessions ended. Thread-safe; any thread, cheap.</summary>
internal sealed class LinkEyes : IDisposable
{
    private readonly SlotTables _slots;
    private readonly IMediaNode _node;
    private readonly IClock _clock;

    // One entry an invite: as many as there are invites.
    private readonly ConcurrentDictionary<(EventId Event, InviteId Speaker), LinkFailureView> _failures = new();

    public LinkEyes(SlotTables slots, IMediaNode node, IClock clock)
    {
        (_slots, _node, _clock) = (slots, node, clock);
        _slots.Ended += OnEnded;
    }

    public LinkView Read(EventId eventId, StageSpeakerView speaker)
    {
        var invite = new InviteId(speaker.Id);
        var now = _clock.GetCurrentInstant();
        LinkUpView? up = null;
        LinkDownView? down = null;
        _failures.TryGetValue((eventId, invite), out var failure);
        foreach (var held in _slots.SessionsOf(eventId, invite))
        {
            if (_node.ReadPath(held.Session) is not { } path) continue;
            if (held.Publishes) up = UpOf(path, held.Relay) ?? up;
            else if (down is null || path.SentBitsPerSecond > down.BitsPerSecond) down = DownOf(path, held);    // of several screens the one that is looked at
            if (TroubleOf(path, held.Publishes, now) is { } trouble && trouble.At >= (failure?.At ?? 0)) failure = trouble;
        }
        return new(speaker.Id, speaker.Link, up, down, failure) { Rung = speaker.Rung, RungReason = speaker.RungReason };
    }

    public void Dispose() => _slots.Ended -= OnEnded;

    private static LinkUpView? UpOf(PathReading path, RelayLeg? relay) => path.Uplink is not { } uplink ? null : new(
        Json.Word(KindOf(path, relay)), path.IsIPv6, RoundTripOf(path), uplink.ReceivedBitsPerSecond, uplink.AllowedBitsPerSecond, Share(uplink.FractionLost), Share(uplink.SoundMissing),
        Milliseconds(uplink.Jitter), Milliseconds(uplink.Queue))
    { Relay = WordOf(relay) };

    private static LinkDownView DownOf(PathReading path, HeldSession held) => new(
        Json.Word(KindOf(path, held.Relay)), path.IsIPv6, RoundTripOf(path), path.SentBitsPerSecond, path.BitsPerSecond, Share(path.FractionLost),
        [
            .. from slot in path.Slots
               where slot.Why is not LayerReason.Empty
               let who = held.Fills.FirstOrDefault(fill => fill.Mid == slot.Mid).Publisher
               select new LinkPictureView(who is { } publisher && publisher != PublisherId.Program ? publisher.Value : null, slot.Layer, Json.Word(slot.Why)),
        ])
    { Relay = WordOf(held.Relay) };

    // A relay that is named by its host, or stands on this machine, is no address that we could tell from a client's own.
    private static PathKind KindOf(PathReading path, RelayLeg? relay) => relay is null ? path.Kind : PathKind.Relay;

    private static string? WordOf(RelayLeg? relay) => relay is { } leg ? Json.Word(leg) : null;

    private static LinkFailureView? TroubleOf(PathReading path, bool publishes, Instant now) => path.LastTrouble is not { } trouble ? null : new(
        Json.Word(trouble.Kind), publishes ? "up" : "down", now.ToUnixTimeMilliseconds() - (long)trouble.Ago.TotalMilliseconds, (long)trouble.Lasted.TotalMilliseconds);

    private void OnEnded(EndedSession ended)
    {
        if (ended.Holder is not { } speaker || ended.Reason is SessionEnd.ClosedByClient or SessionEnd.ClosedByServer or SessionEnd.Replaced) return;
        _failures[(ended.Event, speaker)] = new(Json.Word(ended.Reason), ended.Published ? "up" : "down", _clock.GetCurrentInstant().ToUnixTimeMilliseconds(), 0);
    }

    private static int? RoundTripOf(PathReading path) => path.RoundTrip > TimeSpan.Zero ? Milliseconds(path.RoundTrip) : null;

    private static int Milliseconds(TimeSpan time) => (int)Math.Round(time.TotalMilliseconds);

    private static double Share(double fraction) => Math.Round(fraction, 4);
}
