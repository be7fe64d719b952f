using LiveDialogue.Server.Events;
using Microsoft.AspNetCore.Authorization;

namespace LiveDialogue.Server.People;

/// <summary>
/// Who may call an endpoint. With <c>{event}</c> in the route the role must hold at that event (an unknown event passes, for the
/// handler's 404). Wrong or revoked credentials are 401, a lesser role 403.
/// </summary>
public static class Policies
{
    public const string Host = "host";

    /// <summary>Moderators and hosts.</summary>
    public const string Moderator = "moderator";

    /// <summary>Everybody backstage: speakers, interpreters, moderators and hosts.</summary>
    public const string Speaker = "speaker";

    /// <summary>Anybody, but not with credentials that are wrong: a deleted invite doesn't quietly become a viewer.</summary>
    public const string Audience = "audience";

    internal static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Audience, policy => policy.RequireAuthenticatedUser());
        options.AddPolicy(Speaker, policy => policy.RequireAuthenticatedUser().AddRequirements(new RoleRequirement(Role.Speaker, Role.Interpreter, Role.Moderator, Role.Host)));
        options.AddPolicy(Moderator, policy => policy.RequireAuthenticatedUser().AddRequirements(new RoleRequirement(Role.Moderator, Role.Host)));
        options.AddPolicy(Host, policy => policy.RequireAuthenticatedUser().AddRequirements(new RoleRequirement(Role.Host)));
    }
}

/// <summary>One of these roles, at the event that the route names.</summary>
internal sealed record RoleRequirement(params Role[] Roles) : IAuthorizationRequirement;

/// <summary>Checks <see cref="RoleRequirement"/>; for hub methods, which have no route, only hosts of everything pass.</summary>
internal sealed class RoleRequirementHandler(EventStore events) : AuthorizationHandler<RoleRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        var caller = Caller.Of(context.User);
        if (!requirement.Roles.Contains(caller.Role)) return;
        if (caller.Event is { } own)
        {
            if (context.Resource is not HttpContext http || http.GetRouteValue("event") is not string named) return;
            var found = await events.FindAsync(named, http.RequestAborted);
            if (found is not null && found.Id != own) return;
        }
        context.Succeed(requirement);
    }
}
