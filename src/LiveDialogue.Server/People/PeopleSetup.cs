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
        services.AddAuthentication(CredentialsHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, CredentialsHandler>(CredentialsHandler.SchemeName, configureOptions: null);
        services.AddAuthorization(Policies.Add);
        services.AddSingleton<IAuthorizationHandler, RoleRequirementHandler>();
    }

    /// <summary>Who calls, and whether they may.</summary>
    public static void UsePeople(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
    }
}
