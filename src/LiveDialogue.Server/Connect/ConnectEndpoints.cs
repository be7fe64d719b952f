using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Connect;

/// <summary>The slice's table of contents: the other end of the page <c>/connect</c>.</summary>
internal static class ConnectEndpoints
{
    public static void AddConnect(this IServiceCollection services) => services.AddSingleton<ConnectProbes>();

    public static void MapConnect(this IEndpointRouteBuilder routes)
    {
        var probes = routes.MapGroup("/connect/probes").WithTags("Connect");
        probes.MapPost("/", TryConnect.OpenAsync).RequireLimit(Limits.Connect).WithMetadata(new NoAntiforgery())    // it does nothing that needs the host
            .WithSummary("An SDP offer of one recvonly sound that will carry nothing: does a way through the network work? Closed after 20 s.");
        probes.MapDelete("/{session}", TryConnect.Close).WithMetadata(new NoAntiforgery()).WithSummary("Ends it sooner.");
    }
}
