using System.Runtime.CompilerServices;
using LiveDialogue.Server.Events;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Stage;
using LiveDialogue.Sfu.Stages;
using Microsoft.AspNetCore.SignalR;
using NodaTime.Text;
using NodaTime;

namespace LiveDialogue.Server.Boards;

/// <summary>Carries the boards' changes to screens. Holds no state: what a screen missed, it reads again with <see cref="Join"/>. Commands go over HTTP.</summary>
internal sealed class EventHub(
    EventStore events, InviteStore invites, HostSessions sessions, IEnumerable<IBoardReader> readers, QuestionTexts texts, HubConnections connections, Presence presence, SlotTables slots, StageRunners stages, IClock clock)
    : Hub<IEventClient>
{
    public override async Task OnConnectedAsync()
    {
        connections.Connected(Context);
        // The token was read when the connection began, and its handshake may come seconds later. Noted first: an invite that is deleted from now on closes it.
        if (!await HoldsAsync(Caller.Of(Context.User), Context.ConnectionAborted))
        {
            connections.Disconnected(Context.ConnectionId);     // SignalR tells no end of what never began
            throw new HubException("The invite or the sign-in doesn't hold any more.");
        }
        await base.OnConnectedAsync();
    }

    private async Task<bool> HoldsAsync(Caller caller, CancellationToken ct) =>
        (caller.Invite is not { } id || await invites.FindAsync(id, ct) is { RevokedAt: null })
        && (caller.Session is not { } session || await sessions.HoldsNamedAsync(session, ct));

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Disconnected(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Follows an event: a snapshot of each board the caller sees, then its changes. Presence is sent as at any other time.</summary>
    /// <param name="idOrSlug">As in the page's URL.</param>
    public Task<JoinedView> Join(string idOrSlug) => JoinAsync(idOrSlug, null);

    /// <summary>The same, and the text board of a language beside: questions as they are said in it.</summary>
    /// <param name="language">BCP 47. One that the event isn't read in leaves the text board out.</param>
    public Task<JoinedView> JoinIn(string idOrSlug, string language) => JoinAsync(idOrSlug, language);

    private async Task<JoinedView> JoinAsync(string idOrSlug, string? tag)
    {
        var ct = Context.ConnectionAborted;
        var caller = Caller.Of(Context.User);
        var live = await events.FindAsync(idOrSlug, ct);
        if (live is null || (live.PublishedAt is null && caller.RoleAt(live.Id) is Role.Viewer)) throw new HubException("There is no such event.");

        // Joined before reading: a change between the two is seen twice, never lost.
        var role = caller.RoleAt(live.Id);
        var audience = Audience.Of(caller, live.Id);
        var joined = new Joined(live.Id, audience, TextBoards.LanguageOf(live, role, tag));
        foreach (var group in Audience.GroupsOf(joined)) await Groups.AddToGroupAsync(Context.ConnectionId, group, ct);
        if (connections.Join(Context.ConnectionId, joined) is { } before)
            foreach (var former in Audience.GroupsOf(before).Except(Audience.GroupsOf(joined))) await Groups.RemoveFromGroupAsync(Context.ConnectionId, former, ct);

        var boards = new List<BoardSnapshot>();
        foreach (var reader in readers)
            foreach (var board in Audience.BoardsOf(reader, audience)) boards.Add(await reader.ReadAsync(board, live, caller, ct));
        if (joined.Language is { } language)
            boards.Add(await texts.ReadSnapshotAsync(live.Id, QuestionBoards.For(role), language, ct));
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
