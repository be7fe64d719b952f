namespace LiveDialogue.Wire.Sdp;

/// <summary>An <c>a=</c> line we give no meaning to: name, and what follows the colon; null without one.</summary>
public sealed record SdpAttribute(string Name, string? Value = null);
