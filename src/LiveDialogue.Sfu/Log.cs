using LiveDialogue.Sfu.Stages;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Sfu;

/// <summary>Peers are named by the first eight characters of their session: whoever knows all of it may end the session.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Session {Peer} is over: {Reason}")]
    public static partial void SessionEnded(ILogger log, string peer, SessionEnd reason);

    [LoggerMessage(2, LogLevel.Error, "Peer {Peer} was closed by an error of ours; others aren't touched")]
    public static partial void PeerFaulted(ILogger log, string peer, Exception fault);

    [LoggerMessage(3, LogLevel.Critical, "Media thread {Shard} failed in a round; it goes on with the next")]
    public static partial void ShardFaulted(ILogger log, int shard, Exception fault);

    [LoggerMessage(4, LogLevel.Critical, "The stages' thread failed in a round; it goes on with the next")]
    public static partial void StagesFaulted(ILogger log, Exception fault);

    [LoggerMessage(5, LogLevel.Error, "The mixer's end of the media failed; what it was told is lost")]
    public static partial void MixerFaulted(ILogger log, Exception fault);
}
