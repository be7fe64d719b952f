using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace LiveDialogue.Server.Stage.Links;

/// <summary>An event's kept figures, as they are handed out.</summary>
public sealed record LinkTable(string Event, IReadOnlyList<LinkTableRow> Rows)
{
    private static readonly string[] Columns =
    [
        "at", "speaker", "name", "link", "rung", "reason", "up_path", "up_round_trip_ms", "up_bits_per_second", "up_allowed_bits_per_second", "up_lost", "sound_missing", "up_queue_ms",
        "down_path", "down_round_trip_ms", "down_bits_per_second", "down_estimate_bits_per_second", "down_lost", "layer", "why", "last_failure", "last_failure_at",
    ];

    /// <param name="names">By the invite's id; who was deleted since has none.</param>
    internal static LinkTable Of(EventId eventId, IEnumerable<LinkRow> rows, IReadOnlyDictionary<string, string> names) => new(eventId.Value,
    [
        .. rows.Select(row => new LinkTableRow(
            Said(row.At), row.Speaker, names.GetValueOrDefault(row.Speaker), row.Link, row.Rung, row.Reason, row.UpPath, row.UpRoundTrip, row.UpRate, row.UpAllowed, row.UpLost, row.SoundMissing, row.UpQueue,
            row.DownPath, row.DownRoundTrip, row.DownRate, row.DownEstimate, row.DownLost, row.Layer, row.Why, row.Failure, row.FailureAt is { } at ? Said(at) : null)),
    ]);

    /// <summary>RFC 4180 with a byte order mark, for spreadsheets.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder("\uFEFF").AppendJoin(',', Columns).Append("\r\n");
        foreach (var row in Rows)
        {
            object?[] fields =
            [
                row.At, row.Speaker, row.Name, row.Link, row.Rung, row.Reason, row.UpPath, row.UpRoundTripMs, row.UpBitsPerSecond, row.UpAllowedBitsPerSecond, row.UpLost, row.SoundMissing, row.UpQueueMs,
                row.DownPath, row.DownRoundTripMs, row.DownBitsPerSecond, row.DownEstimateBitsPerSecond, row.DownLost, row.Layer, row.Why, row.LastFailure, row.LastFailureAt,
            ];
            csv.AppendJoin(',', fields.Select(field => Questions.Ledger.QuestionExport.Field(Convert.ToString(field, CultureInfo.InvariantCulture)))).Append("\r\n");
        }
        return csv.ToString();
    }

    private static string Said(Instant at) => InstantPattern.ExtendedIso.Format(at);
}

/// <param name="At">RFC 3339, UTC.</param>
/// <param name="UpLost">0..1, as all shares.</param>
public sealed record LinkTableRow(
    string At, string Speaker, string? Name, string Link, string? Rung, string? Reason,
    string? UpPath, int? UpRoundTripMs, long? UpBitsPerSecond, long? UpAllowedBitsPerSecond, double? UpLost, double? SoundMissing, int? UpQueueMs,
    string? DownPath, int? DownRoundTripMs, long? DownBitsPerSecond, long? DownEstimateBitsPerSecond, double? DownLost, string? Layer, string? Why, string? LastFailure, string? LastFailureAt);
