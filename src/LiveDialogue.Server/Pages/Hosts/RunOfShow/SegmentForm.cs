using LiveDialogue.Server.Events;
using LiveDialogue.Server.Schedule.RunOfShow;
using NodaTime;

namespace LiveDialogue.Server.Pages.Hosts.RunOfShow;

/// <summary>A segment as typed.</summary>
/// <param name="From">Its number in the stored run of show; null for a new one.</param>
public sealed record SegmentForm(string Title, string Minutes, IReadOnlyList<SegmentSpeaker> Speakers, int? From)
{
    public static SegmentForm Of(Segment segment, int number) => new(segment.Title, WrittenMinutes.Write(segment.Duration), segment.Speakers, number);

    /// <summary>For reckoning the times of what isn't saved yet: a length that is none yet takes no time.</summary>
    public Segment ToSegment() => new(Title, IsoDuration.TryParse(WrittenMinutes.Read(Minutes)) ?? Duration.Zero, Speakers, Began: null);

    public SegmentRequest ToRequest() => new(Title, WrittenMinutes.Read(Minutes), [.. Speakers.Select(s => new SegmentSpeakerRequest(s.Name, s.Zone))]);

    /// <summary>The same plan, whatever began when.</summary>
    public bool IsAlike(SegmentForm other) => Title == other.Title && Minutes == other.Minutes && Speakers.SequenceEqual(other.Speakers);
}
