using System.Net;
using LiveDialogue.Server.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Ops;

/// <summary>The slice's table of contents.</summary>
internal static class OpsSetup
{
    public static void AddOps(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ServerOptions>().Bind(builder.Configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsValidator>();
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsRules>();
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Links>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<RequestCounts>();
        services.AddSingleton<IMetricSource>(s => s.GetRequiredService<RequestCounts>());
        services.AddSingleton<IMetricSource, ProcessMetrics>();
        services.AddSingleton<Readiness>();
        services.AddOpenApi();
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);   // a bad request is the client's, in every environment
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));   // SIGTERM to exit within 5 s
        services.Configure<KestrelServerOptions>(Limit);
        // What is written is sent by who writes it: a turn of the thread pool less for each of thousands of screens, and no buffer that waits for it.
        services.Configure<SocketTransportOptions>(transport => transport.UnsafePreferInlineScheduling = true);
        services.PostConfigure<LoggerFilterOptions>(Silence);
        services.AddSingleton<StartPhase>();
        services.AddOptions<LoggerFilterOptions>().PostConfigure<StartPhase>((filters, start) => start.Quieten(filters));
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ServerOptions>>(Believe);
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls($"http://localhost:{builder.Configuration["Port"] ?? "5080"}");
    }

    public static void UseOps(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<StartPhase>().End);
        app.UseForwardedHeaders();
        app.Use(app.Services.GetRequiredService<RequestLog>().ApplyAsync);
        app.Use(PageHeaders.ApplyAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(BodyLimits.ApplyAsync);
    }

    /// <summary>Until it is told to end.</summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync(CancellationToken.None);
            }
            catch (Exception error) when (StartRefusal.Reason(error) is not null)
            {
                await app.StopAsync(CancellationToken.None);   // told to stop, the background services end without a word; disposed of while they run, each is a fault with its stack
                throw;
            }
            await app.WaitForShutdownAsync(CancellationToken.None);
        }
    }

    public static void MapOps(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok()).WithTags("Ops");
        routes.MapGet("/health/ready", (Readiness readiness, HttpContext http, CancellationToken ct) => readiness.HandleAsync(http, ct)).WithTags("Ops");
        routes.MapGet("/metrics", Metrics).WithTags("Ops");
        routes.MapOpenApi();   // /openapi/v1.json
    }

    private static ContentHttpResult Metrics(IEnumerable<IMetricSource> sources)
    {
        var writer = new MetricWriter();
        foreach (var source in sources) source.Write(writer);
        return TypedResults.Text(writer.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodyLimits.Sdp;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    /// <summary>ASP.NET Core logs paths and queries below Warning, and ours carry tokens: no configuration can turn that on.</summary>
    private static void Silence(LoggerFilterOptions filters)
    {
        const string Framework = "Microsoft.AspNetCore";
        var loud = filters.Rules.Where(rule => rule.CategoryName?.StartsWith(Framework, StringComparison.OrdinalIgnoreCase) == true && !(rule.LogLevel >= LogLevel.Warning)).ToList();
        foreach (var rule in loud)
        {
            filters.Rules.Remove(rule);
            filters.Rules.Add(new(rule.ProviderName, rule.CategoryName, LogLevel.Warning, rule.Filter));
        }
        filters.Rules.Add(new(providerName: null, Framework, LogLevel.Warning, filter: null));
    }

    private static void Believe(ForwardedHeadersOptions forwarded, IOptions<ServerOptions> server)
    {
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();   // loopback is there by default
        foreach (var proxy in server.Value.Proxies) forwarded.KnownProxies.Add(IPAddress.Parse(proxy));   // validated
        forwarded.ForwardedHeaders = server.Value.Proxies.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = null;   // as many hops as there are known proxies
    }
}
