using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveDialogue.Server.Ops;

/// <summary>JSON as the API and the hub speak it: camelCase, enums as kebab-case words, nulls left out.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Configure(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }

    /// <summary>An enum's value as it stands in our JSON: <c>on-air</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
