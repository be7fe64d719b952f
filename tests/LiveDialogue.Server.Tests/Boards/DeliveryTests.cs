using LiveDialogue.Server.Boards;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Server.Tests.Boards;

public sealed class DeliveryTests : IDisposable
{
    private readonly Delivery _delivery = new(NullLogger<DefaultHubLifetimeManager<EventHub>>.Instance, NullLogger<Delivery>.Instance);

    [Fact]
    public async Task Each_screen_of_a_group_hears_everything_in_the_order_it_was_said()
    {
        var screens = await ConnectAsync(200);
        var elsewhere = (await ConnectAsync(1, "other"))[0];

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _delivery.SendGroupsAsync(["viewers", "nobody"], $"Said{i}", [i])));

        var said = screens[0].Heard;
        Assert.Equal(50, said.Count);
        Assert.All(screens, screen => Assert.Equal(said, screen.Heard));
        Assert.Empty(elsewhere.Heard);
    }

    [Fact]
    public async Task Who_left_a_group_or_is_gone_hears_no_more_of_it()
    {
        var screens = await ConnectAsync(3);
        await _delivery.RemoveFromGroupAsync(screens[0].ConnectionId, "viewers");
        await _delivery.OnDisconnectedAsync(screens[1]);

        await _delivery.SendGroupAsync("viewers", "Said", []);

        Assert.Equal([0, 0, 1], screens.Select(screen => screen.Heard.Count));
    }

    [Fact]
    public async Task A_screen_that_reads_nothing_keeps_nobody_waiting_and_is_closed_when_it_is_far_behind()
    {
        var screens = await ConnectAsync(3);
        screens[1].Stuck = new TaskCompletionSource();

        for (var i = 0; i < Delivery.MostBehind - 1; i++) await _delivery.SendGroupAsync("viewers", "Said", [i]);
        Assert.False(screens[1].IsAborted);
        await _delivery.SendGroupAsync("viewers", "Said", []);

        Assert.True(screens[1].IsAborted);
        Assert.Equal([Delivery.MostBehind, Delivery.MostBehind], new[] { screens[0], screens[2] }.Select(screen => screen.Heard.Count));
        screens[1].Stuck!.SetException(new IOException("gone"));
    }

    public void Dispose() => _delivery.Dispose();

    private async Task<IReadOnlyList<Screen>> ConnectAsync(int count, string group = "viewers")
    {
        var screens = Enumerable.Range(0, count).Select(i => new Screen($"{group}{i}")).ToArray();
        foreach (var screen in screens)
        {
            await _delivery.OnConnectedAsync(screen);
            await _delivery.AddToGroupAsync(screen.ConnectionId, group);
        }
        return screens;
    }

    private sealed class Screen(string id) : HubConnectionContext(new DefaultConnectionContext(id), new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromHours(1) }, NullLoggerFactory.Instance)
    {
        private readonly List<SerializedHubMessage> _heard = [];

        public IReadOnlyList<SerializedHubMessage> Heard => _heard;

        public TaskCompletionSource? Stuck { get; set; }

        public bool IsAborted { get; private set; }

        public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
        {
            if (Stuck is { } stuck) return new(stuck.Task);
            _heard.Add(message);
            return default;
        }

        public override void Abort() => IsAborted = true;
    }
}
