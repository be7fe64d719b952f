using System.Globalization;
using System.Text;
using LiveDialogue.Simulator.Transport;
using LiveDialogue.Wire.Rtp;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Simulator.Bench;

/// <summary>A viewer's answer where the server offers (Janus's VideoRoom): takes Opus, VP8 and its repairs, without transport feedback.</summary>
internal static class AnswerToJanus
{
    /// <exception cref="InvalidOperationException">The offer can't be read.</exception>
    internal static string Write(string offer, IceCredentials ice, ReadOnlySpan<byte> fingerprint)
    {
        if (!SessionDescription.TryParse(offer, out var description, out var problem)) throw new InvalidOperationException(problem);
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append("\r\n");
        Line("v=0");
        Line("o=- 1 2 IN IP4 127.0.0.1");
        Line("s=-");
        Line("t=0 0");
        Line($"a=group:BUNDLE {string.Join(' ', description.Media.Select(m => m.Mid))}");
        var print = string.Join(':', fingerprint.ToArray().Select(b => b.ToString("X2", CultureInfo.InvariantCulture)));
        foreach (var media in description.Media)
        {
            var types = media.PayloadTypes.Where(pt => media.RtpMaps.TryGetValue(pt, out var map) && (map.Is("opus") || map.Is("VP8") || map.Is("rtx"))).ToList();
            Line($"m={media.Kind} 9 UDP/TLS/RTP/SAVPF {string.Join(' ', types)}");
            Line("c=IN IP4 127.0.0.1");
            Line("a=recvonly");
            Line($"a=mid:{media.Mid}");
            Line("a=rtcp-mux");
            Line($"a=ice-ufrag:{ice.Ufrag}");
            Line($"a=ice-pwd:{ice.Password}");
            Line($"a=fingerprint:sha-256 {print}");
            Line("a=setup:active");
            foreach (var extension in media.ExtMaps.Where(e => e.Uri is HeaderExtensionUris.Mid or HeaderExtensionUris.AudioLevel))
                Line($"a=extmap:{extension.Id} {extension.Uri}");
            foreach (var type in types)
            {
                var map = media.RtpMaps[type];
                Line(map.Is("opus") ? $"a=rtpmap:{type} opus/48000/2" : map.Is("VP8") ? $"a=rtpmap:{type} VP8/90000" : $"a=rtpmap:{type} rtx/90000");
                if (map.Is("rtx") && media.FormatParameters.TryGetValue(type, out var apt)) Line($"a=fmtp:{type} {apt}");
                if (!map.Is("VP8")) continue;
                foreach (var feedback in (string[])["nack", "nack pli", "ccm fir", "goog-remb"]) Line($"a=rtcp-fb:{type} {feedback}");
            }
        }
        return text.ToString();
    }
}
