namespace LiveDialogue.Mixer.Scenes;

/// <summary>One picture or sound that can be in the program.</summary>
/// <param name="Speaker">The speaker's id, as on the stage.</param>
public readonly record struct SourceId(string Speaker, SourceKind Kind);

/// <summary>A photo stands in for the camera: it is drawn where the camera would be.</summary>
public enum SourceKind { Voice, Camera, Screen }
