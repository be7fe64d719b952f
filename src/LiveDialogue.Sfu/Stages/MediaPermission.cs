namespace LiveDialogue.Sfu.Stages;

/// <summary>What of a publisher's media the SFU passes on. It acts on the next packet, whatever the publisher's page does.</summary>
/// <param name="OnAir">False: in the green room, forwarded to <see cref="StageView.Backstage"/> only.</param>
/// <param name="Audio">False: muted; nobody hears it.</param>
/// <param name="Video">False: camera off; nobody sees it.</param>
public readonly record struct MediaPermission(bool OnAir, bool Audio, bool Video)
{
    public static readonly MediaPermission GreenRoom = new(OnAir: false, Audio: true, Video: true);
}
