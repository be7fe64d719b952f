using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveDialogue.Server.Boards;

/// <summary>A board's content that is the same for many: written as JSON once, and copied for each of them.</summary>
[JsonConverter(typeof(Converter))]
internal sealed class SerializedContent
{
    private readonly byte[] _json;

    private SerializedContent(byte[] json) => _json = json;

    /// <summary>An object, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    public static SerializedContent Of<T>(T content) => new(JsonSerializer.SerializeToUtf8Bytes(content, Ops.Json.Options));

    internal sealed class Converter : JsonConverter<SerializedContent>
    {
        public override SerializedContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return Of(document.RootElement);
        }

        public override void Write(Utf8JsonWriter writer, SerializedContent value, JsonSerializerOptions options) => writer.WriteRawValue(value._json, skipInputValidation: true);
    }
}
