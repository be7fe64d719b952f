using LiveDialogue.Native.Checks;
using LiveDialogue.Server.Media;
using NodaTime;

namespace LiveDialogue.Server.Doctor;

/// <summary>The TURN servers that clients are told of: an address is asked of each, with credentials as clients get them.</summary>
internal static class RelayChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var relays = patient.Media.Relays.Where(url => url.StartsWith("turn", StringComparison.OrdinalIgnoreCase)).ToList();
        if (relays.Count == 0)
            yield return Finding.Warning("relays", "none (Media:Relays): who sits behind a firewall that lets only web pages through can't speak or watch by WebRTC. coturn on port 443 helps most of them.");

        foreach (var url in relays)
        {
            var (name, password) = RelayCredentials.For(patient.Media.RelaySecret, "doctor00", SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(5));
            yield return Said(url, await TurnProbe.AllocateAsync(url, name, password, Patience, ct));
        }
    }

    private static Finding Said(string url, TurnResult result) => result.Outcome switch
    {
        TurnOutcome.Allocated => Finding.Ok($"relay {url}", $"gave {result.Relayed} and takes our credentials, {result.RoundTrip.TotalMilliseconds:0} ms"),
        TurnOutcome.NotAnAddress => Finding.Problem($"relay {url}", "isn't an address: turn:host:port?transport=udp, or tcp; turns: for TLS"),
        TurnOutcome.UnknownHost => Finding.Problem($"relay {url}", "its host name isn't known here"),
        TurnOutcome.NotTrusted => Finding.Problem($"relay {url}", "no TLS that can be trusted: its certificate must be for the name in the address, still good, from an authority that browsers know, with all between in the file"),
        TurnOutcome.Unreachable => Finding.Problem($"relay {url}", "doesn't answer: is it running, and is its port open?"),
        _ => Finding.Problem($"relay {url}", result.Code switch
        {
            401 => "refuses our credentials: Media:RelaySecret must be its static-auth-secret (with use-auth-secret), and both clocks right",
            403 => "forbids it: look at its allowed and denied addresses",
            486 or 508 => $"has no more to give ({result.Code}): raise its quotas or its range of ports",
            0 => "answers with something that isn't TURN",
            _ => $"refuses with {result.Code}",
        }),
    };
}
