using System.Text.Json;

namespace LiveDialogue.EndToEnd;

/// <summary>What the product says, in its own words: a test that waits for French waits for what is written in fr.json.</summary>
internal static class Said
{
    private static readonly Dictionary<string, JsonElement> Messages = [];

    /// <param name="values">For what stands in braces.</param>
    public static string In(string language, string key, params (string Name, string Value)[] values)
    {
        if (!Messages.TryGetValue(language, out var messages))
            Messages[language] = messages = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "web", "src", "messages", $"{language}.json"))).RootElement;
        return values.Aggregate(messages.GetProperty(key).GetString()!, (words, value) => words.Replace($"{{{value.Name}}}", value.Value, StringComparison.Ordinal));
    }
}
