using NodaTime;

namespace LiveDialogue.Server.Ops;

/// <summary>The slice's table of contents.</summary>
internal static class OpsSetup
{
    public static void AddOps(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ServerOptions>().Bind(builder.Configuration).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<ServerOptions>, ServerOptionsValidator>();
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);   // a bad request is the client's, in every environment
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls($"http://localhost:{builder.Configuration["Port"] ?? "5080"}");
    }

    public static void UseOps(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(BodyLimits.ApplyAsync);
    }

    public static void MapOps(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health/live", () => TypedResults.Ok());
}
