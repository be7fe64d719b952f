using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Wire.Tests.Sdp;

/// <summary>Descriptions under Vectors/ and under the test's own hands.</summary>
internal static class SdpVector
{
    public const string Head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    public static readonly string[] Names = ["chromium-156-simulcast-offer", "firefox-shape-offer", "aiortc-shape-offer"];

    public static string Text(string name) => string.Concat(
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", name + ".sdp")).Where(line => !line.StartsWith('#')).Select(line => line + "\r\n"));

    public static SessionDescription Read(string text)
    {
        Assert.True(SessionDescription.TryParse(text, out var description, out var error), error);
        return description;
    }
}
