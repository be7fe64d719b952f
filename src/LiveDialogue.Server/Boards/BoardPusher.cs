using System.Text.Json;
using System.Threading.Channels;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Questions;
using LiveDialogue.Server.Questions.Desk;
using LiveDialogue.Server.Questions.Languages;
using LiveDialogue.Server.Schedule.RunOfShow;
using LiveDialogue.Server.Stage;
using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>Sends every committed change to those who see its board, in order. The only one who pushes to screens, beside <see cref="Presence"/>.</summary>
internal sealed class BoardPusher(
    IChangeFeed feed, InviteStore invites, HostSessions sessions, IEnumerable<IBoardReader> readers, IHubContext<EventHub, IEventClient> hub, HubConnections connections, ILogger<BoardPusher> log)
    : BackgroundService
{
    // The feed may not wait for screens. Unbounded: entries are small, and each was a commit to the disk, which is slower than sending.
    private readonly Channel<Change> _changes = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });
    private Dictionary<string, string[]> _audiences = new(StringComparer.Ordinal);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _audiences = (
            from audience in Audience.All
            from reader in readers
            from board in Audience.BoardsOf(reader, audience)
            group audience by board).ToDictionary(board => board.Key, board => board.ToArray(), StringComparer.Ordinal);
        feed.Published += OnChange;
        invites.Revoked += connections.Abort;
        sessions.Ended += connections.Abort;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Published -= OnChange;
        invites.Revoked -= connections.Abort;
        sessions.Ended -= connections.Abort;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(change);
            }
#pragma warning disable CA1031 // a change that can't be sent shows as a gap, and the screens read the board again
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Log.ChangeNotSent(log, change.Board, change.Version, error);
            }
        }
    }

    private Task SendAsync(Change change)
    {
        if (change.Board.StartsWith(TextBoards.Prefix, StringComparison.Ordinal))
            return hub.Clients.Group(Audience.TextGroup(change.EventId, change.Board)).TextChanged(change.Board, change.Version, Read<TextView>(change));
        if (!_audiences.TryGetValue(change.Board, out var audiences)) return Task.CompletedTask;

        var screens = hub.Clients.Groups([.. audiences.Select(audience => Audience.Group(change.EventId, audience))]);
        return change.Board switch
        {
            StageBoard.Name => screens.StageChanged(change.Version, Read<StageBoard>(change)),
            RunOfShowBoard.Name => screens.RunOfShowChanged(change.Version, RunOfShowBoard.Read(change.Payload)),
            ProgramView.Board => screens.ProgramChanged(change.Version, Read<ProgramView>(change)),
            IntakeContent.Board => screens.IntakeChanged(change.Version, Read<IntakeContent>(change)),
            DeskContent.Board => screens.DeskChanged(change.Version, Read<DeskContent>(change)),
            EventBoards.Notices => screens.NoticesChanged(change.Version, EventBoards.ReadNotices(change.Payload)),
            EventBoards.Event => screens.EventChanged(change.Version, EventBoards.ReadEvent(change.Payload).State),
            _ => screens.QuestionChanged(change.Board, change.Version, Read<QuestionView>(change)),
        };
    }

    private void OnChange(Change change) => _changes.Writer.TryWrite(change);

    // The payload was written by the slice that owns the board, in the same form.
    private static T Read<T>(Change change) => JsonSerializer.Deserialize<T>(change.Payload, Json.Options)!;
}
