namespace LiveDialogue.Native.Tests.OpenSsl;

/// <summary>The counter of native objects belongs to the process: tests that make some run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class HandleCounting
{
    public const string Name = "native handles";
}
