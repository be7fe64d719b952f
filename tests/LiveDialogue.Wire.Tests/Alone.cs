namespace LiveDialogue.Wire.Tests;

/// <summary>
/// Tests that count each byte their thread allocates. Nothing runs beside them: a collection that another test causes takes the room this thread had for small
/// objects, up to 8 KB, which is counted as if it had used it.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
