namespace LiveDialogue.Sfu.Congestion;

/// <summary>Sums over a publisher's streams; a mutable struct.</summary>
internal struct UplinkSample
{
    /// <summary>Packets since the session began, as numbered and as they came; repairs aren't among them.</summary>
    public long Expected, Received;

    /// <summary>Of the sound, the packets of a second that is over, and those of them that nothing brought back.</summary>
    public int SoundExpected, SoundMissing;

    /// <summary>Of the sound, what redundancy brought back since the session began.</summary>
    public long SoundRestored;

    /// <summary>Of the sound.</summary>
    public TimeSpan Jitter;

    /// <summary>
    /// What waits, as the stream has it that was delayed least: all share the path, but a microphone that stumbles only delays the sound. Null: nothing
    /// flows.
    /// </summary>
    public TimeSpan? Queue;

    /// <summary>Something of a camera or a screen came within the last second.</summary>
    public bool PictureFlows;
}
