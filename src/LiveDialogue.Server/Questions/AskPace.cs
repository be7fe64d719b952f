using LiveDialogue.Server.People;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions;

/// <summary>
/// How soon a device, and a network, may ask again at an event, beyond the limits of every request. Slow mode: a question a device in so many seconds; whoever
/// throws the cookie away is a new device, so a network has <see cref="DevicesOfANetwork"/> times as many, enough for a class that asks behind one address.
/// What goes to the risk lane has another pace, which no slow mode changes: a person in danger writes more than once, and one device doesn't fill the
/// lane. A network has none there beyond the limits of every request: whoever used it up would close the way to help to a whole school.
/// </summary>
/// <param name="most">Of one device in <paramref name="span"/>; 0: any number.</param>
/// <param name="atRisk">Only questions of the risk lane are counted.</param>
/// <param name="network">As <see cref="CallerExtensions.Network"/>; empty: not counted.</param>
internal sealed class AskPace(int most, Duration span, bool atRisk, string network, TokenBuckets buckets)
{
    /// <summary>That a network may be.</summary>
    public const int DevicesOfANetwork = 40;

    /// <summary>Of one device in <see cref="RiskSpan"/>.</summary>
    public const int MostAtRisk = 5;

    public static readonly Duration RiskSpan = Duration.FromMinutes(10);

    /// <summary>Inside the transaction that would store the question.</summary>
    /// <returns>Null when it may be asked now.</returns>
    public async Task<Duration?> WaitAsync(DbReader reader, Question question)
    {
        if (most == 0) return null;

        // Scripts without a cookie are no device; they are known by their token.
        if (question.Device.Length > 0)
        {
            var some = atRisk ? "AND risk IS NOT NULL" : "";
            var last = await reader.FirstAsync<string>(
                $"SELECT created_at FROM questions WHERE event = @Event AND device = @Device {some} ORDER BY created_at DESC LIMIT 1 OFFSET {most - 1}", new { question.Event, question.Device });
            if (SqlTypes.Parse(last) is { } at && at + span > question.CreatedAt) return at + span - question.CreatedAt;
        }
        if (atRisk || network.Length == 0) return null;

        return buckets.TryTake($"slow {question.Event} {network}", most * DevicesOfANetwork, span.ToTimeSpan()) is { } wait ? Duration.FromTimeSpan(wait) : null;
    }
}
