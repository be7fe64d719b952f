namespace LiveDialogue.EndToEnd;

/// <summary>
/// Scenes that nothing else plays beside: they carry media in real time, or write down how long something took. Every scene is one unless it names a
/// collection of its own; those run first, two at a time, and may neither measure time nor count on the processor.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
