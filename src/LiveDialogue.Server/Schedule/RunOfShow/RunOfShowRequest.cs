namespace LiveDialogue.Server.Schedule.RunOfShow;

/// <summary>Body of PUT <c>/api/v1/events/{event}/run-of-show</c>.</summary>
/// <param name="Segments">Up to 200, in order.</param>
public sealed record RunOfShowRequest(IReadOnlyList<SegmentRequest?>? Segments);

/// <param name="Duration">ISO 8601: <c>PT10M</c>.</param>
/// <param name="Speakers">Up to 50.</param>
public sealed record SegmentRequest(string? Title, string? Duration, IReadOnlyList<SegmentSpeakerRequest?>? Speakers);

public sealed record SegmentSpeakerRequest(string? Name, string? Zone);
