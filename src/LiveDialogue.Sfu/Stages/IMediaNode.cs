namespace LiveDialogue.Sfu.Stages;

/// <summary>The door of the SFU: the media side of all live events on this node. Thread-safe.</summary>
public interface IMediaNode
{
    /// <summary>The stage of one event, made on first use; the same object for the same id until it is closed.</summary>
    /// <param name="observer">Told of everything on this stage; the first caller's is kept.</param>
    IMediaStage OpenStage(string id, IStageObserver observer);

    /// <summary>Ends a session by id, whichever stage it is on (WHIP and WHEP DELETE).</summary>
    /// <returns>False when there is none.</returns>
    bool Close(SessionId session);

    /// <summary>How a viewer's or a publisher's path fares; for the console and the report after the event.</summary>
    /// <returns>Null when there is no such session.</returns>
    PathReading? ReadPath(SessionId session);

    /// <summary>ICE restart and trickle (RFC 9725 §4.3): new credentials for the same DTLS association and tracks.</summary>
    /// <param name="fragment">application/trickle-ice-sdpfrag.</param>
    /// <param name="ifMatch">The ETag the client saw, or "*".</param>
    /// <returns>For a restart: the answering fragment and new ETag. For trickle: an empty answer, since ICE-lite never needs the client's candidates.</returns>
    Task<Admission> PatchAsync(SessionId session, string fragment, string ifMatch, CancellationToken ct);
}

/// <summary>One event's publishers and subscribers. Thread-safe.</summary>
public interface IMediaStage
{
    /// <summary>WHIP: a speaker's offer. The publisher's earlier session ends as soon as the new one is connected.</summary>
    Task<Admission> PublishAsync(PublisherId publisher, string offer, CancellationToken ct);

    /// <summary>WHEP: each recvonly m-line of the offer is a slot.</summary>
    /// <param name="self">The speaker who watches: never sent their own tracks. Null for everybody else.</param>
    Task<Admission> WatchAsync(StageView view, PublisherId? self, string offer, CancellationToken ct);

    /// <summary>Acts on the next packet. Remembered for publishers who aren't there yet; <see cref="MediaPermission.GreenRoom"/> until set.</summary>
    void Permit(PublisherId publisher, MediaPermission permission);

    /// <summary>Ends whatever this person publishes or, as a speaker, watches: their invite was deleted.</summary>
    void Expel(PublisherId publisher);

    /// <summary>Lets this process hear and see everybody on air, from now on and until it is disposed.</summary>
    ITap OpenTap(ITapSink sink);

    /// <summary>The mixed program, in three layers of 1280x720, 640x360 and 320x180. A feed that is open already is replaced.</summary>
    /// <param name="keyframeWanted">Viewers need a keyframe in this layer: at most every 600 ms until it comes, and once in two seconds when it does. Called on a shard's thread: notes it down and returns.</param>
    IProgramFeed OpenProgram(Action<int> keyframeWanted);

    /// <summary>Ends all sessions, taps and the program.</summary>
    void Close();
}
