using System.Text.Json.Serialization;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.Events;

/// <summary>A ULID. Stable for life, unlike the slug.</summary>
[JsonConverter(typeof(StringIdJsonConverter<EventId>))]
public readonly record struct EventId(string Value) : IStringId<EventId>
{
    public static EventId Of(string value) => new(value);

    public override string ToString() => Value;
}
