using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LiveDialogue.Server.Programs;

/// <summary>Layouts of the program; the kebab-case name goes over the wire.</summary>
internal enum SceneKind
{
    Solo,
    SideBySide,
    Grid,

    /// <summary>The first large, the others small beneath.</summary>
    WithStrip,

    /// <summary>The first one's screen; the second, if there is one, in its corner.</summary>
    Shared,

    /// <summary>Title and countdown.</summary>
    Slate,

    /// <summary>Be right back.</summary>
    Break,
}

/// <summary>A layout and who is in it, the large one first: what a moderator asks for and what the automatic choice gives.</summary>
[method: JsonConstructor]
internal sealed record SceneSpec(SceneKind Kind, ImmutableArray<string> Speakers)
{
    public SceneSpec(SceneKind kind, params IEnumerable<string> speakers)
        : this(kind, [.. speakers])
    {
    }

    /// <summary>How many people each kind takes.</summary>
    public static (int Least, int Most) Places(SceneKind kind) => kind switch
    {
        SceneKind.Solo => (1, 1),
        SceneKind.SideBySide => (2, 2),
        SceneKind.Grid => (1, Mixer.Scenes.Scene.MostTiles),
        SceneKind.WithStrip => (2, 1 + Mixer.Scenes.Scene.MostTiles),
        SceneKind.Shared => (1, 2),
        _ => (0, 0),
    };

    public bool Equals(SceneSpec? other) => other is not null && Kind == other.Kind && Speakers.SequenceEqual(other.Speakers);

    public override int GetHashCode() => Speakers.Aggregate((int)Kind, HashCode.Combine);
}
