using LiveDialogue.Server.Events;
using LiveDialogue.Server.Media;
using LiveDialogue.Server.People;

namespace LiveDialogue.Server.Pages.Connect;

/// <summary>Tells a person which way through their network works, and their network's people what to open.</summary>
internal static class ConnectPages
{
    public static async Task<IResult> TryAsync(string? @event, HttpContext http, PageDesk desk, EventStore events, MediaAddresses media, CancellationToken ct)
    {
        var known = @event is { Length: > 0 } ? await events.FindAsync(@event, ct) : null;
        var live = known?.IsVisibleTo(http.Caller()) == true ? known : null;
        http.Response.Headers.CacheControl = "private, no-cache";
        var page = desk.Context(http);
        var host = http.Request.Host.Host;
        var boot = PageDesk.BootOf(page, "connect", "connect") with { Connect = new(media.Udp(host), media.Tcp(host), media.Relays) };
        return await desk.DrawAsync<ConnectPage>(("Page", page), ("E", live), ("Boot", boot));
    }
}
