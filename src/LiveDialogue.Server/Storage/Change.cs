using NodaTime;

namespace LiveDialogue.Server.Storage;

/// <summary>One committed change of one board of one event.</summary>
/// <param name="Board">One audience's view: <c>event</c>, <c>stage</c>, <c>questions.public</c>…</param>
/// <param name="Version">1 for the board's first change, then without gaps.</param>
/// <param name="Payload">JSON; what it holds is the board's own business.</param>
public sealed record Change(EventId EventId, string Board, long Version, Instant At, string Kind, string Payload);
