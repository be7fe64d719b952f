using System.Text.Json.Serialization;
using LiveDialogue.Server.Storage;

namespace LiveDialogue.Server.People;

/// <summary>A ULID. A speaker's invite is also the speaker's id on the stage and at the SFU.</summary>
[JsonConverter(typeof(StringIdJsonConverter<InviteId>))]
public readonly record struct InviteId(string Value) : IStringId<InviteId>
{
    public static InviteId Of(string value) => new(value);

    public override string ToString() => Value;
}
