using LiveDialogue.Server.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace LiveDialogue.Server.People;

/// <summary>The slice's table of contents.</summary>
internal static class PeopleSetup
{
    public static void AddPeople(this IServiceCollection services)
    {
        SqlTypes.AddId<InviteId>();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<InviteTokens>();
        services.AddSingleton<InviteStore>();
        services.AddSingleton<HostSessions>();
        services.AddSingleton<AntiforgeryTokens>();
        services.AddSingleton<TokenBuckets>();
        services.AddSingleton<LimitsGuard>();
        services.AddSingleton<OriginGuard>();
        services.AddHostedService<FirstLink>();
        services.AddAuthentication(CredentialsHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, CredentialsHandler>(CredentialsHandler.SchemeName, configureOptions: null);
        services.AddAuthorization(Policies.Add);
        services.AddSingleton<IAuthorizationHandler, RoleRequirementHandler>();
    }

    /// <summary>Who calls, from where, how often, and whether they may.</summary>
    public static void UsePeople(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use(app.Services.GetRequiredService<OriginGuard>().ApplyAsync);
        app.Use(app.Services.GetRequiredService<LimitsGuard>().ApplyAsync);
        app.UseAuthorization();
    }

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapInvites();
        routes.MapPost("/sign-in/{token}", SignIn.HandleAsync).WithMetadata(new NoAntiforgery()).RequireLimit(Limits.SignIn).ExcludeFromDescription();
        routes.MapPost("/sign-out", SignIn.OutAsync).ExcludeFromDescription();
    }
}
