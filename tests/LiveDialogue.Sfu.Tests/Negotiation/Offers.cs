using System.Runtime.CompilerServices;

namespace LiveDialogue.Sfu.Tests.Negotiation;

/// <summary>Offers as clients made them, from the folder beside this file.</summary>
internal static class Offers
{
    /// <summary>Chromium 156: microphone and camera in three layers.</summary>
    public static string ChromiumPublisher => Read("chromium-publisher-simulcast");

    /// <summary>Chromium 156: recvonly audio, video, video, video, audio.</summary>
    public static string ChromiumSubscriber => Read("chromium-subscriber");

    public static string Read(string name, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Offers", name + ".sdp")).ReplaceLineEndings("\r\n");    // a source file has a folder
}
