using System.Runtime.CompilerServices;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Stage;
using LiveDialogue.Sfu.Stages;
using Microsoft.AspNetCore.SignalR;
using NodaTime.Text;
using NodaTime;

namespace LiveDialogue.Server.Boards;

/// <summary>Carries the boards' changes to screens. Holds no state: what a screen missed, it reads again with <see cref="Join"/>. Commands go over HTTP.</summary>
internal sealed class EventHub(
    EventStore events, IEnumerable<IBoardReader> readers, HubConnections connections, Presence presence, SlotTables slots, StageRunners stages, IClock clock)
    : Hub<IEventClient>
{
    public override Task OnConnectedAsync()
    {
        connections.Connected(Context);
        return base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Disconnected(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Follows an event: a snapshot of each board the caller sees, then its changes. Presence is sent as at any other time.</summary>
    /// <param name="idOrSlug">As in the page's URL.</param>
    public async Task<JoinedView> Join(string idOrSlug)
    {
        var ct = Context.ConnectionAborted;
        var caller = Caller.Of(Context.User);
        var live = await events.FindAsync(idOrSlug, ct);
        if (live is null || (live.PublishedAt is null && caller.RoleAt(live.Id) is Role.Viewer)) throw new HubException("There is no such event.");

        // Joined before reading: a change between the two is seen twice, never lost.
        var role = caller.RoleAt(live.Id);
        var audience = Audience.Of(role);
        await Groups.AddToGroupAsync(Context.ConnectionId, Audience.Group(live.Id, audience), ct);
        if (connections.Join(Context.ConnectionId, live.Id, audience) is var (before, former) && (before, former) != (live.Id, audience))
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, Audience.Group(before, former), ct);

        var boards = new List<BoardSnapshot>();
        foreach (var reader in readers)
            foreach (var board in reader.BoardsFor(role)) boards.Add(await reader.ReadAsync(board, live, caller, ct));
        await Clients.Caller.Presence(presence.Of(live.Id));
        return new JoinedView(InstantPattern.ExtendedIso.Format(clock.GetCurrentInstant()), boards);
    }

    /// <summary>Who fills the slots of a WHEP session: the table now and after each change; ends with the session.</summary>
    /// <param name="session">The last part of the session's Location.</param>
    public async IAsyncEnumerable<SlotsView> Watch(string session, [EnumeratorCancellation] CancellationToken ct)
    {
        using var watch = slots.Watch(new SessionId(session));
        if (watch is null) yield break;

        await foreach (var fills in watch.Tables.ReadAllAsync(ct))
        {
            var speakers = stages.Find(watch.Event)?.Committed.Board.Speakers ?? [];
            yield return new SlotsView([.. fills.Select(fill => SlotOf(fill, speakers))]);
        }
    }

    private static SlotView SlotOf(SlotFill fill, IReadOnlyList<StageSpeakerView> speakers)
    {
        var speaker = fill.Publisher is { } id ? speakers.FirstOrDefault(other => other.Id == id.Value) : null;
        return new(
            fill.Mid,
            fill.Kind is MediaKind.Audio ? "audio" : "video",
            speaker is null ? null : new OnAirView(speaker.Id, speaker.Name, speaker.Place, speaker.Zone),
            Program: fill.Publisher == PublisherId.Program,
            Screen: fill.IsScreen);
    }
}
