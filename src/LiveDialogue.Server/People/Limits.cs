using System.Security.Claims;
using LiveDialogue.Server.Ops;

namespace LiveDialogue.Server.People;

/// <summary>How often something may be done, as token buckets of one minute's worth. Put on an endpoint with <see cref="Limits.RequireLimit"/>.</summary>
/// <param name="PerDevice">A minute, for one browser.</param>
/// <param name="PerAddress">A minute, for one address: generous, since a whole school may sit behind it.</param>
public sealed record Limit(string Name, int PerDevice, int PerAddress);

/// <summary>The limits there are. Callers with a host token or an invite have none: they are known, and revocable.</summary>
public static class Limits
{
    public static readonly Limit Ask = new("ask", PerDevice: 30, PerAddress: 60);
    public static readonly Limit Vote = new("vote", PerDevice: 120, PerAddress: 600);

    /// <summary>Opening a media session.</summary>
    public static readonly Limit Watch = new("watch", PerDevice: 60, PerAddress: 600);

    /// <summary>Trying a way through the network: a handshake each, five ways a test.</summary>
    public static readonly Limit Connect = new("connect", PerDevice: 30, PerAddress: 150);

    /// <summary>Looking places up, a request a letter typed.</summary>
    public static readonly Limit Look = new("look", PerDevice: 600, PerAddress: 3000);

    /// <summary>Reading a calendar: a provider's few machines read for all of its users.</summary>
    public static readonly Limit Calendar = new("calendar", PerDevice: 60, PerAddress: 600);

    /// <summary>A recording, or a part of it: players ask for one at each jump, and each holds a file open.</summary>
    public static readonly Limit Download = new("download", PerDevice: 120, PerAddress: 600);

    public static readonly Limit SignIn = new("sign-in", PerDevice: 20, PerAddress: 20);

    public static TBuilder RequireLimit<TBuilder>(this TBuilder endpoint, Limit limit)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(limit);
}

/// <summary>Answers 429 with Retry-After to those who are too fast.</summary>
internal sealed class LimitsGuard(TokenBuckets buckets)
{
    public Task ApplyAsync(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Limit>() is { } limit
            && http.User.FindFirstValue(CallerClaims.Credential) is not ("bearer" or "cookie")
            && WaitFor(limit, http) is { } wait
            ? Problems.TooMany(http, wait).ExecuteAsync(http)
            : next(http);

    // The address first: it bounds how many made-up devices one sender can fill the table with.
    private TimeSpan? WaitFor(Limit limit, HttpContext http) =>
        buckets.TryTake($"{limit.Name} a {http.Network()}", limit.PerAddress)
        ?? (http.Caller().Device is { Length: > 0 } device ? buckets.TryTake($"{limit.Name} d {device}", limit.PerDevice) : null);
}
