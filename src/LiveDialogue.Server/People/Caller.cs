using System.Security.Claims;

namespace LiveDialogue.Server.People;

/// <summary>Who makes this request or holds this hub connection.</summary>
/// <param name="Role">At <paramref name="Event"/>; use <see cref="RoleAt"/> to ask about one event.</param>
/// <param name="Invite">The invite that gave the role; null for viewers and for the signed-in host.</param>
/// <param name="Event">The one event the role holds for; null: for all (the signed-in host), or for none (viewers).</param>
/// <param name="Device">A digest of the device cookie: the same for one browser, useless for forging the cookie. Empty for bearer callers and scripts without cookies.</param>
public sealed record Caller(Role Role, InviteId? Invite, EventId? Event, string Device)
{
    public static readonly Caller Nobody = new(Role.Viewer, null, null, "");

    /// <summary>The role at one event: an invite is worth nothing at another's.</summary>
    public Role RoleAt(EventId eventId) => Event is null || Event == eventId ? Role : Role.Viewer;

    /// <summary>Host of everything: by sign-in or host token, not by an event's invite.</summary>
    public bool IsGlobalHost => Role == Role.Host && Event is null;

    /// <summary>Sees and moderates what isn't public at this event.</summary>
    public bool ModeratesAt(EventId eventId) => RoleAt(eventId) is Role.Moderator or Role.Host;

    /// <summary>The host's sign-in, as <see cref="HostSessions"/> names it; null for everybody else.</summary>
    public string? Session { get; init; }

    /// <summary>Of an invite whose holder may watch over the risk lane.</summary>
    public bool Safeguarding { get; init; }

    /// <summary>Sees questions whose asker or subject may be in danger: hosts, and moderators trusted with it.</summary>
    public bool SafeguardsAt(EventId eventId) => RoleAt(eventId) is Role.Host || (RoleAt(eventId) is Role.Moderator && Safeguarding);

    /// <summary>For hubs: <c>Caller.Of(Context.User)</c>.</summary>
    public static Caller Of(ClaimsPrincipal? user)
    {
        if (user?.FindFirstValue(CallerClaims.Role) is not { } role || !Enum.TryParse<Role>(role, out var parsed)) return Nobody;
        return new(
            parsed,
            user.FindFirstValue(CallerClaims.Invite) is { } invite ? new InviteId(invite) : null,
            user.FindFirstValue(CallerClaims.Event) is { } eventId ? new EventId(eventId) : null,
            user.FindFirstValue(CallerClaims.Device) ?? "")
        {
            Session = user.FindFirstValue(CallerClaims.Session),
            Safeguarding = user.HasClaim(claim => claim.Type == CallerClaims.Safeguarding),
        };
    }

    internal ClaimsPrincipal ToPrincipal(string scheme, string credential)
    {
        var claims = new List<Claim> { new(CallerClaims.Role, Role.ToString()), new(CallerClaims.Credential, credential) };
        if (Invite is { } invite) claims.Add(new(CallerClaims.Invite, invite.Value));
        if (Event is { } eventId) claims.Add(new(CallerClaims.Event, eventId.Value));
        if (Safeguarding) claims.Add(new(CallerClaims.Safeguarding, "true"));
        if (Session is not null) claims.Add(new(CallerClaims.Session, Session));
        if (Device.Length > 0) claims.Add(new(CallerClaims.Device, Device));
        return new(new ClaimsIdentity(claims, scheme, CallerClaims.Invite, CallerClaims.Role));
    }
}

/// <summary>Names of the claims that carry a <see cref="Caller"/> through ASP.NET Core.</summary>
internal static class CallerClaims
{
    public const string Role = "role";
    public const string Invite = "invite";
    public const string Event = "event";
    public const string Device = "device";
    public const string Safeguarding = "safeguarding";
    public const string Session = "session";

    /// <summary>How the caller proved it: <c>bearer</c>, <c>cookie</c> or <c>none</c>. Decides on antiforgery and limits.</summary>
    public const string Credential = "credential";
}

public static class CallerExtensions
{
    /// <summary>Who makes this request. Never null: without credentials it is a viewer.</summary>
    public static Caller Caller(this HttpContext context) => People.Caller.Of(context.User);

    /// <summary>Whom a limit by address is for, never stored: the address, of IPv6 the /64 that one subscriber has to choose from. A whole school may sit behind it.</summary>
    public static string Network(this HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes.Length == 16 ? Convert.ToHexString(bytes.AsSpan(0, 8)) : address.ToString();
    }
}
