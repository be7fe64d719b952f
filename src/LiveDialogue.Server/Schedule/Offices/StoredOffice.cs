using LiveDialogue.Server.Schedule.Slots;

namespace LiveDialogue.Server.Schedule.Offices;

/// <summary>An office in the hosts' list.</summary>
/// <param name="Id">A ULID.</param>
/// <param name="Version">1 at first, + 1 with each change: the ETag.</param>
public sealed record StoredOffice(string Id, PlanningOffice Plan, long Version)
{
    public string ETag => $"\"v{Version}\"";
}
