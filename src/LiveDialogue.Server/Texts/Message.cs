using System.Text.Json;

namespace LiveDialogue.Server.Texts;

/// <summary>One entry of a message file: a sentence, or a sentence per plural category.</summary>
internal abstract record Message
{
    private Message() { }

    public sealed record Plain(string Text) : Message;

    /// <param name="Forms">By plural category; "other" is always there.</param>
    public sealed record Counted(IReadOnlyDictionary<string, string> Forms) : Message;

    /// <exception cref="InvalidDataException">The file is ours, so a malformed entry is a mistake in the build.</exception>
    public static Message Read(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new Plain(value.GetString() ?? ""),
        JsonValueKind.Object when value.TryGetProperty("other", out _) => new Counted(value.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetString() ?? "")),
        _ => throw new InvalidDataException($"Message {key} is neither a text nor a set of plural forms with \"other\"."),
    };
}
