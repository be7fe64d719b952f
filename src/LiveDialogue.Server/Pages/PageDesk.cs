using LiveDialogue.Server.Events;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Pages.Assets;
using LiveDialogue.Server.Pages.Audience;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Pages.Parts;
using LiveDialogue.Server.People;
using LiveDialogue.Server.Programs;
using LiveDialogue.Server.Schedule.Reminders;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Pages;

/// <summary>What every page's endpoint needs at hand: the reader's context, the drawing, the refusals.</summary>
internal sealed class PageDesk(PageRenderer renderer, AssetManifest assets, IClock clock, AntiforgeryTokens antiforgery, ProgramLinks programs, Links links, IOptions<MailOptions> mail)
{
    /// <summary>Messages every script may need.</summary>
    private static readonly string[] Everywhere = ["common", "clock", "count", "countdown", "event"];

    /// <summary>Who invites: the name that mails come from.</summary>
    public string Organizer => mail.Value.FromName;

    public PageContext Context(HttpContext http, string? invited = null) => PageContext.Of(http, clock, assets, invited);

    /// <summary>For pages with forms of the signed-in host.</summary>
    public PageContext HostContext(HttpContext http) => PageContext.Of(http, clock, assets, csrf: antiforgery.For(http));

    public Task<IResult> DrawAsync<TPage>(int status, params (string Name, object? Value)[] parameters)
        where TPage : IComponent =>
        renderer.RenderAsync<TPage>(parameters.ToDictionary(p => p.Name, p => p.Value), status);

    public Task<IResult> DrawAsync<TPage>(params (string Name, object? Value)[] parameters)
        where TPage : IComponent =>
        DrawAsync<TPage>(StatusCodes.Status200OK, parameters);

    public Task<IResult> NothingHereAsync(HttpContext http) => SayAsync(http, StatusCodes.Status404NotFound, "event.not-found", "event.not-found.detail");

    /// <summary>A page of one sentence.</summary>
    public Task<IResult> SayAsync(HttpContext http, int status, string title, string detail)
    {
        var page = Context(http);
        return DrawAsync<NotFoundPage>(status, ("Page", page), ("Title", page.Texts[title]), ("Detail", page.Texts[detail]));
    }

    /// <summary>For a screen of no event: the host's.</summary>
    public static Boot BootOf(PageContext page, string screen, params string[] messages) => new()
    {
        Screen = screen,
        Language = page.Language.Code,
        Digits = page.Texts.Digits.Code,
        Messages = page.Texts.Some([.. Everywhere, .. messages]),
        ServerTime = page.Now.ToUnixTimeMilliseconds(),
        Csrf = page.Csrf,
    };

    public static Boot BootOf(PageContext page, string screen, LiveEvent e, ReaderPlace? reader, params string[] messages) => BootOf(page, screen, messages) with
    {
        Csrf = null,
        Clocks = EventTimes.Clocks(e, reader, page.Language, page.Now),
        Event = new(e.Id.Value, e.Slug, e.Title, e.State.ToString().ToLowerInvariant(), e.Start.At.ToUnixTimeMilliseconds(), e.IsOpen, EventTimes.Lines(e, reader, page.Texts)),
    };

    /// <summary>An address of ours for those who read it elsewhere.</summary>
    public string Absolute(string path) => links.To(path);

    /// <summary>The same with where the program is, for those who watch it.</summary>
    public Boot WithProgram(Boot boot, LiveEvent e) => boot with { Event = boot.Event is { } known ? known with { Program = programs.Of(e) } : null };

    /// <summary>The address or the content is somebody's own: kept nowhere, told to nobody.</summary>
    public static void KeepSecret(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }

    public static bool IsHost(HttpContext http) => http.Caller().IsGlobalHost;
}
