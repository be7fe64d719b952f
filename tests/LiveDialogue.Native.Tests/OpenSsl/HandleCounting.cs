namespace LiveDialogue.Native.Tests.OpenSsl;

/// <summary>
/// The counter of native objects belongs to the process: tests that make some run one after another. Some also count each byte their thread allocates, so nothing
/// runs beside them: a collection that another test causes takes the room this thread had for small objects, which is counted as if it had used it.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HandleCounting
{
    public const string Name = "native handles";
}
