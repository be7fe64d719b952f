using System.Data;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;

namespace LiveDialogue.Server.Storage;

/// <summary>An id that is text in URLs, JSON and the database, and a type of its own in the code.</summary>
public interface IStringId<TSelf>
    where TSelf : struct, IStringId<TSelf>
{
    string Value { get; }

    static abstract TSelf Of(string value);
}

/// <summary>JSON form of an id: the bare string. Put on the id's type with <c>[JsonConverter]</c>.</summary>
public sealed class StringIdJsonConverter<T> : JsonConverter<T>
    where T : struct, IStringId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.Of(reader.GetString() ?? throw new JsonException("An id is a string."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.Of(reader.GetString() ?? "");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}

/// <summary>Column form of an id: TEXT. Registered by the slice with <see cref="SqlTypes.AddId{T}"/>.</summary>
internal sealed class StringIdTypeHandler<T> : SqlMapper.TypeHandler<T>
    where T : struct, IStringId<T>
{
    public override T Parse(object value) => T.Of((string)value);   // ids are TEXT columns of STRICT tables

    public override void SetValue(IDbDataParameter parameter, T value) => parameter.Value = value.Value;
}
