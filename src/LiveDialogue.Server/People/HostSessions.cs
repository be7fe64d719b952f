using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.People;

/// <summary>The host's sign-in: one-time links and the sessions they open. The database holds digests only. Thread-safe.</summary>
public sealed class HostSessions(Db db, IClock clock)
{
    public const string Cookie = "ld_host";
    public static readonly Duration Lifetime = Duration.FromDays(30);

    /// <summary>A link not used by then is worthless.</summary>
    public static readonly Duration LinkLifetime = Duration.FromDays(7);

    /// <summary>A host signed out: what <see cref="NameOf"/> calls the session. A subscriber only notes it.</summary>
    public event Action<string>? Ended;

    /// <summary>True until somebody has signed in for the first time.</summary>
    public async Task<bool> NobodySignedInYetAsync(CancellationToken ct) =>
        await db.FirstAsync<int>("SELECT count(*) FROM host_links WHERE used_at IS NOT NULL", null, ct) == 0;

    /// <returns>The token of a new one-time link.</returns>
    public async Task<string> NewLinkAsync(CancellationToken ct)
    {
        var token = NewSecret();
        await db.TransactionAsync(tx => tx.ExecuteAsync("INSERT INTO host_links (hash, created_at) VALUES (@hash, @now)", new { hash = Digest(token), now = clock.GetCurrentInstant() }), ct);
        return token;
    }

    /// <summary>Whether a link would still sign in; opening it changes nothing.</summary>
    public async Task<bool> IsUsableAsync(string linkToken, CancellationToken ct) =>
        await db.FirstAsync<int>("SELECT count(*) FROM host_links WHERE hash = @hash AND used_at IS NULL AND created_at > @oldest", new { hash = Digest(linkToken), oldest = clock.GetCurrentInstant() - LinkLifetime }, ct) > 0;

    /// <summary>Uses the link up.</summary>
    /// <returns>The session's secret, for the cookie; null when the link is unknown, old or used.</returns>
    public Task<string?> SignInAsync(string linkToken, CancellationToken ct) => db.TransactionAsync(
        async tx =>
        {
            var now = clock.GetCurrentInstant();
            if (await tx.ExecuteAsync("UPDATE host_links SET used_at = @now WHERE hash = @hash AND used_at IS NULL AND created_at > @oldest", new { now, hash = Digest(linkToken), oldest = now - LinkLifetime }) == 0)
                return null;

            var session = NewSecret();
            await tx.ExecuteAsync("DELETE FROM host_sessions WHERE expires_at < @now", new { now });
            await tx.ExecuteAsync("INSERT INTO host_sessions (hash, created_at, expires_at) VALUES (@hash, @now, @expires)", new { hash = Digest(session), now, expires = now + Lifetime });
            return session;
        },
        ct);

    public Task<bool> HoldsAsync(string session, CancellationToken ct) => HoldsNamedAsync(NameOf(session), ct);

    /// <summary>The same, by the session's name.</summary>
    public async Task<bool> HoldsNamedAsync(string name, CancellationToken ct) =>
        await db.FirstAsync<int>("SELECT count(*) FROM host_sessions WHERE hash = @name AND expires_at > @now", new { name, now = clock.GetCurrentInstant() }, ct) > 0;

    /// <summary>A session without its secret: nobody can sign in by it.</summary>
    public static string NameOf(string session) => Digest(session);

    public async Task SignOutAsync(string session, CancellationToken ct)
    {
        var name = NameOf(session);
        await db.TransactionAsync(tx => tx.ExecuteAsync("DELETE FROM host_sessions WHERE hash = @name", new { name }), ct);
        Ended?.Invoke(name);
    }

    private static string NewSecret() => SigningKey.Base64Url(RandomNumberGenerator.GetBytes(32));

    private static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
