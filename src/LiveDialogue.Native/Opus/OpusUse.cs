namespace LiveDialogue.Native.Opus;

/// <summary>What an encoder is tuned for: one voice, or a finished mix with music in it.</summary>
public enum OpusUse { Speech, Program }
