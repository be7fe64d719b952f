namespace LiveDialogue.Fuzz;

/// <summary>A property of a parser that did not hold.</summary>
internal sealed class PropertyException(string message) : Exception(message);

internal static class Property
{
    /// <param name="what">What should have been, as a sentence; a constant, so that checking allocates nothing.</param>
    public static void Holds(bool condition, string what)
    {
        if (!condition) throw new PropertyException(what);
    }
}
