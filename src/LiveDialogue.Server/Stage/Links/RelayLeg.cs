namespace LiveDialogue.Server.Stage.Links;

/// <summary>How a page reaches the relay that its media goes through. The relay's own way to us is UDP.</summary>
internal enum RelayLeg
{
    Udp,
    Tcp,
    Tls,
}
