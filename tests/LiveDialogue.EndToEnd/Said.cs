using System.Collections.Concurrent;
using System.Text.Json;

namespace LiveDialogue.EndToEnd;

/// <summary>What the product says, in its own words: a test that waits for French waits for what is written in fr.json.</summary>
internal static class Said
{
    private static readonly ConcurrentDictionary<string, JsonElement> Messages = [];

    /// <param name="values">For what stands in braces.</param>
    public static string In(string language, string key, params (string Name, string Value)[] values)
    {
        var messages = Messages.GetOrAdd(language, name => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "web", "src", "messages", $"{name}.json"))).RootElement);
        return values.Aggregate(messages.GetProperty(key).GetString()!, (words, value) => words.Replace($"{{{value.Name}}}", value.Value, StringComparison.Ordinal));
    }
}
