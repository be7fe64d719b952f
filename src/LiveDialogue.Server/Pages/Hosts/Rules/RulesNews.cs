using LiveDialogue.Server.Schedule.Rules;

namespace LiveDialogue.Server.Pages.Hosts.Rules;

/// <summary>Whether the zone rules want the host's attention.</summary>
/// <param name="Version">Of the waiting TZDB, or else of the one in force.</param>
/// <param name="Waits">Rules wait, or events need a decision.</param>
/// <param name="Undecided">Events that need one.</param>
/// <param name="Changed">Others than those the program was built with are in force.</param>
public sealed record RulesNews(string Version, bool Waits, int Undecided, bool Changed)
{
    internal static async Task<RulesNews> OfAsync(ZoneRules rules, NewerRules newer, CancellationToken ct)
    {
        var undecided = (await newer.MovedAsync(ct)).Count(m => m.NeedsDecision);
        return new((rules.Pending ?? rules.InForce).Version, rules.Pending is not null || undecided > 0, undecided, rules.AreFromFile);
    }
}
