using System.Text.Json;
using System.Text.Json.Serialization;
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
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls($"http://localhost:{builder.Configuration["Port"] ?? "5080"}");
    }

    public static void UseOps(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    public static void MapOps(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health/live", () => TypedResults.Ok());
}

/// <summary>JSON as the API and the hub speak it: camelCase, enums as kebab-case words, nulls left out.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Configure(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }
}
