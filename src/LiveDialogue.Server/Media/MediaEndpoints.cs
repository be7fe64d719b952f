using System.ComponentModel;
using LiveDialogue.Native;
using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Server.Ops;
using LiveDialogue.Server.People;
using LiveDialogue.Sfu;
using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.Options;

namespace LiveDialogue.Server.Media;

/// <summary>The slice's table of contents: WHIP in (RFC 9725), WHEP out, one door for browsers, encoders and players.</summary>
internal static class MediaEndpoints
{
    /// <summary>Any origin may speak to the media doors: they know bearer tokens only, which no browser adds by itself.</summary>
    public static void UseMediaCors(this WebApplication app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/whip", StringComparison.Ordinal) || path.StartsWithSegments("/whep", StringComparison.Ordinal))
        {
            var headers = context.Response.Headers;
            headers.AccessControlAllowOrigin = "*";
            headers.AccessControlAllowMethods = "POST, PATCH, DELETE, OPTIONS";
            headers.AccessControlAllowHeaders = "Authorization, Content-Type, If-Match";
            headers.AccessControlExposeHeaders = "Location, ETag, Link, Retry-After, Accept-Patch";
            headers.AccessControlMaxAge = "7200";
            headers.CacheControl = "no-store";
        }
        return next(context);
    });

    public static void AddMedia(this IServiceCollection services)
    {
        services.AddOptions<MediaOptions>().BindConfiguration("Media").ValidateOnStart();
        services.AddSingleton<IValidateOptions<MediaOptions>, MediaOptionsValidator>();
        services.AddSingleton<IMediaNode>(OpenNode);
        services.AddSingleton<RelayCredentials>();
        services.AddSingleton<MediaAddresses>();
        services.AddSingleton<IMetricSource, MediaMetrics>();
    }

    public static void MapMedia(this IEndpointRouteBuilder routes)
    {
        var whip = routes.MapGroup("/whip/{event}").WithTags("Media");
        whip.MapPost("/", Publish.HandleAsync).RequireAuthorization(Policies.Audience).WithSummary("WHIP (RFC 9725): a speaker's SDP offer.");
        whip.MapMethods("/", [HttpMethods.Options], Options);

        var whep = routes.MapGroup("/whep/{event}").WithTags("Media");
        whep.MapPost("/", Watch.ProgramAsync).RequireAuthorization(Policies.Audience).RequireLimit(Limits.Watch).WithSummary("WHEP: the program; each recvonly m-line is a slot.");
        whep.MapPost("/stage", Watch.StageAsync).RequireAuthorization(Policies.Audience).WithSummary("WHEP for speakers (who is on air) and moderators (the green room too).");
        whep.MapMethods("/", [HttpMethods.Options], Options);
        whep.MapMethods("/stage", [HttpMethods.Options], Options);

        foreach (var door in new[] { whip, whep })
        {
            var session = door.MapGroup("/sessions/{session}");
            session.MapPatch("/", SessionResource.PatchAsync).RequireAuthorization(Policies.Audience).WithSummary("Trickle ICE and ICE restart (RFC 9725 §4.3).");
            session.MapDelete("/", SessionResource.DeleteAsync).RequireAuthorization(Policies.Audience).WithSummary("Ends the session.");
            session.MapMethods("/", [HttpMethods.Options], SessionResource.Options);
        }
    }

    // Disposed with the container, after the stages have closed their sessions.
    private static SfuNode OpenNode(IServiceProvider services)
    {
        var media = services.GetRequiredService<IOptions<MediaOptions>>().Value;
        var options = media.ToSfu();
        try
        {
            var node = new SfuNode(options, new OpenSslDtlsFactory(), DatagramPorts.Open, services.GetRequiredService<ILogger<SfuNode>>(), media.Tcp ? DatagramPorts.OpenStreams : null);
            Log.MediaOpened(services.GetRequiredService<ILogger<MediaOptions>>(), string.Join(", ", node.Endpoints), DatagramPorts.Best, string.Join(", ", node.StreamEndpoints));
            return node;
        }
        catch (Win32Exception error)   // a SocketException: the port is taken, or the address isn't this machine's
        {
            throw Refusal($"The media port {options.MediaPort} can't be opened on {string.Join(", ", options.Addresses)}: {error.Message}. Start with another --media-port, or set Media:Addresses.");
        }
        catch (OpenSslMissingException error)
        {
            throw Refusal(error.Message);
        }
    }

    private static OptionsValidationException Refusal(string reason) => new("Media", typeof(MediaOptions), [reason]);

    private static IResult Options(HttpResponse response)
    {
        response.Headers["Accept-Post"] = Sdp.ContentType;
        return TypedResults.NoContent();
    }
}
