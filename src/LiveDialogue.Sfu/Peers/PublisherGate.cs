using LiveDialogue.Sfu.Stages;

namespace LiveDialogue.Sfu.Peers;

/// <summary>
/// What a publisher may be heard and seen with, and what of them flows: one volatile word each way, so that a moderator's "off air" acts on the
/// next packet without a command to wait for. It outlives the publisher's sessions. Any thread.
/// </summary>
internal sealed class PublisherGate(PublisherId publisher)
{
    private const int OnAirBit = 1, AudioBit = 2, VideoBit = 4;

    private volatile int _permission = Pack(MediaPermission.GreenRoom);

    public PublisherId Publisher => publisher;

    public MediaPermission Permission
    {
        get
        {
            var bits = _permission;
            return new((bits & OnAirBit) != 0, (bits & AudioBit) != 0, (bits & VideoBit) != 0);
        }
        set => _permission = Pack(value);
    }

    public bool IsOnAir => (_permission & OnAirBit) != 0;

    public bool Allows(MediaKind kind) => (_permission & (kind == MediaKind.Audio ? AudioBit : VideoBit)) != 0;

    private static int Pack(MediaPermission permission) =>
        (permission.OnAir ? OnAirBit : 0) | (permission.Audio ? AudioBit : 0) | (permission.Video ? VideoBit : 0);
}
