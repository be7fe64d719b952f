using LiveDialogue.Server.Schedule.Times;
using LiveDialogue.Server.Texts;

namespace LiveDialogue.Server.Pages.Hosts.RunOfShow;

/// <summary>Segments in words.</summary>
internal static class SegmentWords
{
    /// <summary>"Amina and Bikash", or that nobody speaks.</summary>
    public static string Names(this Wording texts, SegmentForm segment) => segment.Speakers.Count == 0 ? texts["show.nobody"] : texts.List([.. segment.Speakers.Select(s => s.Name)]);
}
