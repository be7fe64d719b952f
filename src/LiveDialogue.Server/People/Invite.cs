using NodaTime;

namespace LiveDialogue.Server.People;

/// <summary>A person's way in to one event, carried by a link. Revoked, never deleted: what the person did keeps its author.</summary>
public sealed record Invite
{
    public required InviteId Id { get; init; }
    public required EventId Event { get; init; }
    public required Role Role { get; init; }
    public required string Name { get; init; }

    /// <summary>TZDB zone of where the person is.</summary>
    public required string Zone { get; init; }

    /// <summary>BCP 47: what the person reads.</summary>
    public required string Language { get; init; }

    /// <summary>The town or office, in words; null when only the zone is known.</summary>
    public string? Place { get; init; }

    /// <summary>What the person is, in words: "UNICEF Representative".</summary>
    public string? Title { get; init; }

    public string? Email { get; init; }

    /// <summary>A moderator who watches over the risk lane.</summary>
    public bool Safeguarding { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant? RevokedAt { get; init; }
}
