namespace LiveDialogue.Mixer.Encoding;

/// <summary>Takes encoded units: HLS, the recording, a push, the SFU's packetizer. Each has its own bounded queue and its own trouble.</summary>
internal interface IUnitOutput : IAsyncDisposable
{
    OutputStatus Status { get; }

    /// <summary>Raised on any thread after <see cref="Status"/> changed.</summary>
    event Action? StatusChanged;

    /// <summary>Raised when the output can go on only from a keyframe: it began, or lost something.</summary>
    event Action? KeyframeWanted;

    /// <summary>Called before the first unit and again when the encoder was started anew. The hub's thread; never waits.</summary>
    void Begin(ProgramHeaders headers);

    /// <summary>The hub's thread, in order of time per track; never waits. What doesn't fit the queue is dropped, up to the next keyframe.</summary>
    void Add(in EncodedUnit unit);
}
