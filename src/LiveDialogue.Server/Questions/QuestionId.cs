using System.Text.Json.Serialization;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Questions;

/// <summary>A ULID or a UUID, as the asker's client made it: sending it again sends the same question.</summary>
[JsonConverter(typeof(StringIdJsonConverter<QuestionId>))]
public readonly record struct QuestionId(string Value) : IStringId<QuestionId>
{
    public static QuestionId Of(string value) => new(value);

    /// <returns>False for anything but a ULID (26 letters of Crockford's alphabet, either case) or a hyphenated UUID.</returns>
    public static bool TryParse(string? text, out QuestionId id)
    {
        id = default;
        if (text is null || !Ulid.IsUlidOrUuid(text)) return false;

        id = new(text.Length == Ulid.Length ? text.ToUpperInvariant() : text.ToLowerInvariant());   // one spelling, so that one id is one row
        return true;
    }

    public override string ToString() => Value;
}
