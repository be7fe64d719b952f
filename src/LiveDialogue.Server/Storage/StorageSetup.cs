using LiveDialogue.Server.Ops;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LiveDialogue.Server.Storage;

internal static class StorageSetup
{
    public static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton(s => Db.Open(s.GetRequiredService<IOptions<ServerOptions>>().Value.DataFolder, s.GetRequiredService<IClock>()));
        services.AddSingleton<IChangeFeed, ChangeFeed>();
    }

    /// <summary>Opens the database before anything listens, so that a refusal ends the start with its reason.</summary>
    public static void OpenStorage(this WebApplication app) => app.Services.GetRequiredService<IChangeFeed>();
}
