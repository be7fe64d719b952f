using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveDialogue.Server.Storage;
using NodaTime;

namespace LiveDialogue.Server.Questions.Audit;

/// <summary>One line of an event's moderation log. Ids, states and numbers; nobody's words or name.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">To the microsecond, as the database keeps it.</param>
/// <param name="Question">Null for what concerns the whole event.</param>
/// <param name="Before">JSON, <see cref="QuestionTrace"/> of a question or a setting's form; null where there was nothing.</param>
/// <param name="Previous">Hash of the entry before; <see cref="NoHash"/> for the first.</param>
internal sealed record LogEntry(
    EventId Event, long Number, Instant At, string Actor, string Action, QuestionId? Question, string? Before, string? After, string? Detail, string Previous, string Hash)
{
    public static readonly string NoHash = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>
    /// What is hashed: a line for each field in this order, UTF-8, nothing left out; what is null is an empty line. No field can hold a
    /// line end, so two entries never have one form.
    /// </summary>
    public string Canonical() => string.Join(
        '\n',
        "livedialogue moderation log 1",
        Event.Value,
        Number.ToString(CultureInfo.InvariantCulture),
        SqlTypes.Instants.Format(At),
        Actor,
        Action,
        Question?.Value ?? "",
        Before ?? "",
        After ?? "",
        Detail ?? "",
        Previous);

    public string Reckoned() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical())));
}
