using System.Text.Json;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.People;

/// <summary>Invites in the database. Every change also appends to the event's board <see cref="Board"/>. Thread-safe.</summary>
public sealed class InviteStore(Db db, IChangeFeed feed, InviteTokens tokens, IClock clock, IEnumerable<IInviteCompanion> companions)
{
    /// <summary>Board of who is invited; kinds <c>invited</c> and <c>revoked</c>, payload <c>{"id", "role"}</c>: nothing of the person, since changes are kept.</summary>
    public const string Board = "people";

    /// <summary>More would be a mistake of a script, or somebody who sends mail through us.</summary>
    public const int MaxAtOneEvent = 1000;

    private const string Columns = "id, event, role, name, zone, language, place, title, email, created_at AS CreatedAt, revoked_at AS RevokedAt, safeguarding";

    /// <summary>Raised after the commit: whoever holds connections of this invite closes them. A subscriber only notes it and returns.</summary>
    public event Action<InviteId>? Revoked;

    /// <summary>Raised after the commit: the event's stage has a place for somebody new. A subscriber only notes it and returns.</summary>
    public event Action<EventId>? Added;

    public async Task AddAsync(Invite invite, CancellationToken ct)
    {
        await db.TransactionAsync(
            async tx =>
            {
                await tx.ExecuteAsync(
                    "INSERT INTO invites (id, event, role, name, zone, language, place, title, email, created_at, safeguarding) VALUES (@Id, @Event, @role, @Name, @Zone, @Language, @Place, @Title, @Email, @CreatedAt, @Safeguarding)",
                    new { invite.Id, invite.Event, role = Word(invite.Role), invite.Name, invite.Zone, invite.Language, invite.Place, invite.Title, invite.Email, invite.CreatedAt, invite.Safeguarding });
                await AppendAsync(tx, invite.Event, "invited", invite.Id, Word(invite.Role));
                foreach (var companion in companions) await companion.InvitedAsync(tx, invite);
            },
            ct);
        Added?.Invoke(invite.Event);
    }

    /// <summary>Also a revoked one.</summary>
    public async Task<Invite?> FindAsync(InviteId id, CancellationToken ct) =>
        (await db.FirstAsync<Row>($"SELECT {Columns} FROM invites WHERE id = @id", new { id }, ct))?.ToInvite();

    /// <summary>Reads a token as it came: signed by us, and its invite not revoked.</summary>
    public async Task<Invite?> FindByTokenAsync(string token, CancellationToken ct) =>
        tokens.TryRead(token, out var id) && await FindAsync(id, ct) is { RevokedAt: null } invite ? invite : null;

    /// <summary>The event's invites that hold, oldest first.</summary>
    public async Task<IReadOnlyList<Invite>> ListAsync(EventId eventId, CancellationToken ct) =>
        [.. (await db.QueryAsync<Row>($"SELECT {Columns} FROM invites WHERE event = @eventId AND revoked_at IS NULL ORDER BY id", new { eventId }, ct)).Select(row => row.ToInvite())];

    /// <summary>How many of the event's invites hold.</summary>
    public Task<int> CountAsync(EventId eventId, CancellationToken ct) =>
        db.FirstAsync<int>("SELECT count(*) FROM invites WHERE event = @eventId AND revoked_at IS NULL", new { eventId }, ct);

    /// <summary>One person's invites that hold, whatever the event: the same address, by ASCII case-folding.</summary>
    public async Task<IReadOnlyList<Invite>> ListByEmailAsync(string email, CancellationToken ct) =>
        [.. (await db.QueryAsync<Row>($"SELECT {Columns} FROM invites WHERE lower(email) = lower(@email) AND revoked_at IS NULL ORDER BY id", new { email }, ct)).Select(row => row.ToInvite())];

    /// <returns>False when the event has no such invite that holds.</returns>
    public async Task<bool> RevokeAsync(EventId eventId, InviteId id, CancellationToken ct)
    {
        var revoked = await db.TransactionAsync(
            async tx =>
            {
                var row = await tx.FirstAsync<Row>($"SELECT {Columns} FROM invites WHERE id = @id AND event = @eventId AND revoked_at IS NULL", new { id, eventId });
                if (row is null) return false;
                await tx.ExecuteAsync("UPDATE invites SET revoked_at = @now WHERE id = @id", new { id, now = clock.GetCurrentInstant() });
                await AppendAsync(tx, eventId, "revoked", id, row.Role);
                foreach (var companion in companions) await companion.RevokedAsync(tx, row.ToInvite());
                return true;
            },
            ct);
        if (revoked) Revoked?.Invoke(id);
        return revoked;
    }

    private static string Word(Role role) => role.ToString().ToLowerInvariant();

    private Task<long> AppendAsync(DbWriter tx, EventId eventId, string kind, InviteId id, string role) =>
        feed.AppendAsync(tx, eventId, Board, kind, JsonSerializer.Serialize(new { id, role }));

    private sealed record Row
    {
        public InviteId Id { get; init; }
        public EventId Event { get; init; }
        public string Role { get; init; } = "";
        public string Name { get; init; } = "";
        public string Zone { get; init; } = "";
        public string Language { get; init; } = "";
        public string? Place { get; init; }
        public string? Title { get; init; }
        public string? Email { get; init; }
        public Instant CreatedAt { get; init; }
        public Instant? RevokedAt { get; init; }
        public bool Safeguarding { get; init; }

        public Invite ToInvite() => new()
        {
            Id = Id,
            Event = Event,
            Role = Enum.Parse<Role>(Role, ignoreCase: true),
            Name = Name,
            Zone = Zone,
            Language = Language,
            Place = Place,
            Title = Title,
            Email = Email,
            CreatedAt = CreatedAt,
            RevokedAt = RevokedAt,
            Safeguarding = Safeguarding,
        };
    }
}
