using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.SignalR;

namespace LiveDialogue.Server.Boards;

/// <summary>The slice's table of contents.</summary>
internal static class BoardsSetup
{
    public const string Path = "/hubs/event";

    public static void AddBoards(this IServiceCollection services)
    {
        services.AddSingleton<HubConnections>();
        services.AddSingleton<ProgramCuts>();
        services.AddSingleton<IBoardReader, EventBoards>();
        services.AddSingleton<Presence>();
        services.AddHostedService(s => s.GetRequiredService<Presence>());
        services.AddHostedService<BoardPusher>();
        services.AddHostedService<Farewell>();
        services.Configure<WebSocketOptions>(socket => socket.KeepAliveInterval = TimeSpan.Zero);   // the hub has pings of its own: no timer a screen
        services.AddSingleton<HubLifetimeManager<EventHub>, Delivery>();
        services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = 4 * 1024;          // a screen only says which event and which session
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.StreamBufferCapacity = 1;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);   // screens give up after 15 s of silence
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
            hub.HandshakeTimeout = TimeSpan.FromSeconds(10);   // mobile networks
            hub.AddFilter<HubRate>();
        }).AddJsonProtocol(json => Json.Configure(json.PayloadSerializerOptions));
        services.AddSingleton<HubRate>();
    }

    public static void MapBoards(this IEndpointRouteBuilder routes) =>
        routes.MapHub<EventHub>(Path, connection =>
        {
            connection.ApplicationMaxBufferSize = 16 * 1024;
            connection.CloseOnAuthenticationExpiration = true;
            connection.WebSockets.CloseTimeout = TimeSpan.FromSeconds(1);      // for the screen's own word of farewell
        }).RequireAuthorization(Policies.Audience).Add(Counted);

    private static void Counted(EndpointBuilder endpoint)
    {
        if (endpoint.RequestDelegate is not { } hub) return;

        var connections = endpoint.ApplicationServices.GetRequiredService<HubConnections>();
        endpoint.RequestDelegate = http => connections.CountAsync(hub, http);
    }
}
