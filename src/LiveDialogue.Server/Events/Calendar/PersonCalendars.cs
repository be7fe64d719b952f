using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Events.Calendar;

/// <summary>
/// The links to people's own calendars, one an e-mail address: <c>{id}.{signature}</c>, good for reading dates and for nothing else. They are
/// sent to that address, or handed over by a host of everything. Withdrawing one makes the next one another. Thread-safe.
/// </summary>
internal sealed class PersonCalendars(Db db, SigningKey key, IClock clock)
{
    private const string Purpose = "calendar";

    /// <param name="token">As <see cref="TokenAsync"/> gave it.</param>
    public static string Path(string token) => $"/calendars/{token}.ics";

    /// <summary>The link's token of an address, made where there is none.</summary>
    public async Task<string> TokenAsync(string email, CancellationToken ct)
    {
        var known = await db.FirstAsync<string>("SELECT id FROM person_calendars WHERE email = lower(@email) AND revoked_at IS NULL", new { email }, ct);
        var id = known ?? await db.TransactionAsync(
            async tx =>
            {
                await tx.ExecuteAsync(
                    "INSERT OR IGNORE INTO person_calendars (id, email, created_at) VALUES (@id, lower(@email), @now)", new { id = Ulid.New(clock), email, now = clock.GetCurrentInstant() });
                return await tx.FirstAsync<string>("SELECT id FROM person_calendars WHERE email = lower(@email) AND revoked_at IS NULL", new { email });
            },
            ct);
        return $"{id}.{key.Sign(Purpose, id!)}";   // it is there: just read or written
    }

    /// <returns>The address; null for a link that isn't ours or was withdrawn.</returns>
    public async Task<string?> FindAsync(string token, CancellationToken ct)
    {
        if (token.Length is < Ulid.Length + 2 or > 200 || token[Ulid.Length] != '.') return null;
        var id = token[..Ulid.Length];
        if (!key.Verify(Purpose, id, token[(Ulid.Length + 1)..])) return null;
        return await db.FirstAsync<string>("SELECT email FROM person_calendars WHERE id = @id AND revoked_at IS NULL", new { id }, ct);
    }

    /// <returns>False when the address has no link.</returns>
    public Task<bool> WithdrawAsync(string email, CancellationToken ct) => db.TransactionAsync(
        async tx => await tx.ExecuteAsync(
            "UPDATE person_calendars SET revoked_at = @now WHERE email = lower(@email) AND revoked_at IS NULL", new { email, now = clock.GetCurrentInstant() }) > 0,
        ct);
}
