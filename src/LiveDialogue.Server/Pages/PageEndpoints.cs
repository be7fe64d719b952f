using LiveDialogue.Server.Ops;
using LiveDialogue.Server.Pages.Assets;
using LiveDialogue.Server.Pages.Audience;
using LiveDialogue.Server.Pages.Backstage;
using LiveDialogue.Server.Pages.Clocks;
using LiveDialogue.Server.Pages.Connect;
using LiveDialogue.Server.Pages.Hosts;
using LiveDialogue.Server.Pages.Hosts.Edit;
using LiveDialogue.Server.Pages.Hosts.Rules;
using LiveDialogue.Server.Pages.Hosts.RunOfShow;
using LiveDialogue.Server.Pages.Hosts.Series;
using LiveDialogue.Server.People;
using NodaTime;

namespace LiveDialogue.Server.Pages;

/// <summary>The slice's table of contents.</summary>
internal static class PageEndpoints
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton(s => AssetManifest.Find(
            s.GetRequiredService<IConfiguration>(), s.GetRequiredService<IWebHostEnvironment>(), s.GetRequiredService<ILoggerFactory>().CreateLogger<AssetManifest>()));
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<PageDesk>();
    }

    /// <summary>Scripts and styles, before anybody is asked who they are.</summary>
    public static void UsePages(this WebApplication app) => app.Services.GetRequiredService<AssetManifest>().Serve(app);

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", AudiencePages.HomeAsync);
        pages.MapGet("/e/{event}", AudiencePages.EventAsync);
        pages.MapPost("/e/{event}/ask", AudiencePages.AskAsync).RequireLimit(Limits.Ask).WithMetadata(new NoAntiforgery());   // no account stands behind it; the origin is checked
        pages.MapGet("/e/{event}/ledger", AudiencePages.LedgerAsync).RequireLimit(Limits.Vote);          // it counts every question
        pages.MapGet("/connect", ConnectPages.TryAsync);
        pages.MapGet("/clocks", Clocks);

        pages.MapGet("/join/{token}", BackstagePages.JoinAsync);
        pages.MapGet("/join/{token}/prompter", BackstagePages.PrompterAsync);
        pages.MapGet("/console/{event}", BackstagePages.ConsoleAsync);
        pages.MapGet("/prompter/{event}", BackstagePages.HostPrompterAsync);

        pages.MapGet("/host", HostPages.ListAsync);
        pages.MapGet("/host/events/new", HostPages.NewAsync);
        pages.MapPost("/host/events/new", HostPages.CreateAsync).WithMetadata(new NoAntiforgery(), new BodyLimit(EditPages.MaxForm));   // it checks itself, to answer with a page
        pages.MapGet("/host/planner", HostPages.PlannerAsync);
        pages.MapGet("/host/events/{event}/invites", HostInvites.ListAsync);
        pages.MapPost("/host/events/{event}/invites", HostInvites.InviteAsync).WithMetadata(new NoAntiforgery());
        pages.MapPost("/host/events/{event}/invites/{id}/send", HostInvites.SendAsync).WithMetadata(new NoAntiforgery());
        pages.MapPost("/host/events/{event}/invites/{id}/revoke", HostInvites.RevokeAsync).WithMetadata(new NoAntiforgery());
        pages.MapSeriesPages();
        pages.MapEditPages();
        pages.MapRunOfShowPages();
        pages.MapRulesPages();
        pages.MapGet("/sign-in/{token}", HostPages.SignInAsync);
    }

    /// <summary>A page for a browser that went astray. Not a fallback route: that would answer for wrong methods and media types too.</summary>
    public static void UseNothingHerePage(this WebApplication app) => app.Use((http, next) =>
        http.GetEndpoint() is null && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) ? NothingHereAsync(app, http) : next(http));

    private static async Task NothingHereAsync(WebApplication app, HttpContext http) =>
        await (await app.Services.GetRequiredService<PageDesk>().NothingHereAsync(http)).ExecuteAsync(http);

    /// <summary>Local clocks of zones that a screen learned of after its page was drawn.</summary>
    private static IResult Clocks(string[] zone, IClock clock) =>
        Results.Json(zone.Take(20).Select(Zones.Find).OfType<string>().Select(id => PlaceClock.Of(Zones.City(id), Zones.Get(id), clock.GetCurrentInstant())));
}
