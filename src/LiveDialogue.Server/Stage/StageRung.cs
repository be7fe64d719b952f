namespace LiveDialogue.Server.Stage;

/// <summary>What of a speaker is sent: a step of the ladder that the stage page climbs by its uplink. The most first.</summary>
internal enum StageRung
{
    Video,

    /// <summary>A small picture, about 130 kbit/s with the voice.</summary>
    Small,

    /// <summary>A photo every five seconds, about 45 kbit/s with the voice.</summary>
    Photos,

    /// <summary>The voice, and the last photo: about 25 kbit/s.</summary>
    Voice,
}

/// <summary>Why a speaker isn't on <see cref="StageRung.Video"/>.</summary>
internal enum RungReason
{
    None,

    /// <summary>The uplink carries too little.</summary>
    Narrow,

    /// <summary>Too much is lost on the way.</summary>
    Lossy,

    /// <summary>The way has become slow: what is sent queues up.</summary>
    Slow,

    /// <summary>The connection was interrupted.</summary>
    Lost,

    /// <summary>The speaker wants it so.</summary>
    Chosen,
}
