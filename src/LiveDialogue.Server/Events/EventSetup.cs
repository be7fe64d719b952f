using NodaTime;

namespace LiveDialogue.Server.Events;

/// <summary>The slice's table of contents.</summary>
internal static class EventSetup
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton(DateTimeZoneProviders.Tzdb);
        services.AddSingleton<EventStore>();
    }

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
    }
}
