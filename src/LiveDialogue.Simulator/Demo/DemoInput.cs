using System.Text.Json;

namespace LiveDialogue.Simulator.Demo;

/// <summary>What the server says of its demo, as one line of JSON.</summary>
/// <param name="Dialogue">Null where nobody is to ask anything.</param>
internal sealed record DemoInput(IReadOnlyList<DemoOffice> Offices, DemoDialogue? Dialogue)
{
    /// <returns>Null when it isn't a demo with at least one office.</returns>
    internal static DemoInput? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<DemoInput>(json, JsonSerializerOptions.Web) is { Offices.Count: > 0 } demo ? demo : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
