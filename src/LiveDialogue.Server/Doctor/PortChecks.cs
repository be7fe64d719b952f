using System.Net;
using System.Text;
using LiveDialogue.Native.Checks;
using LiveDialogue.Wire.Sdp;

namespace LiveDialogue.Server.Doctor;

/// <summary>
/// The ports: free where the server doesn't run; where it does, each address that it offers answers a browser's check. The server is silent to
/// strangers, so the doctor opens a probe as the page <c>/connect</c> does.
/// </summary>
internal static class PortChecks
{
    private const int MostProbes = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A viewer of one sound whose DTLS never begins; the fingerprint is nobody's.
    private static readonly string Offer = string.Join("\r\n",
        "v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0", "a=ice-ufrag:doctor", "a=ice-pwd:doctordoctordoctordoctor",
        $"a=fingerprint:sha-256 {string.Join(':', Enumerable.Repeat("00", 32))}", "a=setup:actpass", "a=mid:0", "a=recvonly", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", "");

    public static async IAsyncEnumerable<Finding> LookAsync(Patient patient, HttpClient http, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (!await AnswersAsync(patient.Local, http, ct))
        {
            foreach (var finding in Free(patient)) yield return finding;
            yield break;
        }
        yield return Finding.Ok("server", $"runs at {new Uri(patient.Local, "/")}");
        await foreach (var finding in AskAsync(patient, http, ct)) yield return finding;
    }

    /// <summary>Of a server that doesn't run: whether it could.</summary>
    public static IEnumerable<Finding> Free(Patient patient)
    {
        var pages = new IPEndPoint(IPAddress.Loopback, patient.Local.Port);
        yield return Said("pages", pages, tcp: true, Ports.Use(pages, tcp: true));
        IReadOnlyList<IPAddress> addresses = [];
        try
        {
            addresses = patient.Media.ToSfu().Addresses;
        }
        catch (Microsoft.Extensions.Options.OptionsValidationException)
        {
            // said with the configuration
        }
        if (patient.Media.MediaPort != 0)
        {
            foreach (var endpoint in addresses.SelectMany(address => Enumerable.Range(patient.Media.MediaPort, patient.Shards).Select(port => new IPEndPoint(address, port))))
            {
                yield return Said("media", endpoint, tcp: false, Ports.Use(endpoint, tcp: false));
                if (patient.Media.Tcp) yield return Said("media", endpoint, tcp: true, Ports.Use(endpoint, tcp: true));
            }
        }
        yield return Finding.Warning("server", "doesn't run: start it and ask the doctor again, to see whether its ports answer");
    }

    private static Finding Said(string what, IPEndPoint endpoint, bool tcp, PortUse use)
    {
        var subject = $"{what} {(tcp ? "TCP" : "UDP")} {endpoint}";
        return use switch
        {
            PortUse.Free => Finding.Ok(subject, "is free"),
            PortUse.Taken => Finding.Problem(subject, what == "pages" ? "is taken by another program: stop it, or start with another --port" : "is taken by another program: stop it, or start with another --media-port"),
            PortUse.NotOurs => Finding.Problem(subject, "this machine has no such address: correct Media:Addresses; what a NAT forwards from is written with its port"),
            _ => Finding.Problem(subject, "may not be opened by this user: ports below 1024 want CAP_NET_BIND_SERVICE"),
        };
    }

    private static async IAsyncEnumerable<Finding> AskAsync(Patient patient, HttpClient http, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var sessions = new List<Uri>();
        try
        {
            // A probe is told the addresses of one shard; the next one goes to another.
            var asked = new HashSet<string>(StringComparer.Ordinal);
            for (var probe = 0; probe < Math.Min(patient.Shards, MostProbes); probe++)
            {
                var (sdp, session, refusal) = await OpenAsync(patient.Local, http, ct);
                if (session is not null) sessions.Add(session);
                if (sdp?.Media is not [{ IceUfrag: { } ufrag, IcePwd: { } password } media])
                {
                    yield return Finding.Problem("probe", $"the server opened no session to check with: {refusal ?? "its answer can't be read"}");
                    yield break;
                }
                foreach (var candidate in media.Candidates)
                {
                    var byTcp = candidate.Transport.Equals("tcp", StringComparison.OrdinalIgnoreCase);
                    var endpoint = new IPEndPoint(IPAddress.Parse(candidate.Address), candidate.Port);    // of our own server: an address
                    if (!asked.Add($"{byTcp} {endpoint}")) continue;
                    yield return Said(patient, endpoint, byTcp, await StunProbe.AskAsync(endpoint, byTcp, ufrag, password, Patience, ct));
                }
            }
        }
        finally
        {
            foreach (var session in sessions) await CloseAsync(session, http);
        }
    }

    private static Finding Said(Patient patient, IPEndPoint endpoint, bool byTcp, StunAnswer? answer)
    {
        var subject = $"media {(byTcp ? "TCP" : "UDP")} {endpoint}";
        if (answer is not null) return Finding.Ok(subject, $"answers a check, {answer.RoundTrip.TotalMilliseconds:0.0} ms");
        var external = patient.Media.Addresses.Any(text => IPEndPoint.TryParse(text, out var entry) && entry.Port != 0 && entry.Address.Equals(endpoint.Address));
        return external
            ? Finding.Warning(subject, $"doesn't answer from this machine: its NAT may not turn back, or doesn't forward. Open {new Uri(patient.Server.PublicUrl ?? patient.Local, "/connect")} from outside to know.")
            : Finding.Problem(subject, "doesn't answer: a firewall on this machine drops it (nft list ruleset, ufw status)");
    }

    private static async Task<bool> AnswersAsync(Uri local, HttpClient http, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(local, "/health/live"), ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async Task<(SessionDescription? Answer, Uri? Session, string? Refusal)> OpenAsync(Uri local, HttpClient http, CancellationToken ct)
    {
        try
        {
            using var offer = new StringContent(Offer, Encoding.UTF8, "application/sdp");
            using var answer = await http.PostAsync(new Uri(local, "/connect/probes"), offer, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            if (answer.StatusCode != HttpStatusCode.Created) return (null, null, $"{(int)answer.StatusCode} {text[..Math.Min(200, text.Length)]}");
            var session = answer.Headers.Location is { } location ? new Uri(local, location) : null;
            return SessionDescription.TryParse(text, out var sdp, out var error) ? (sdp, session, null) : (null, session, error);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return (null, null, error.Message);
        }
    }

    private static async Task CloseAsync(Uri session, HttpClient http)
    {
        try
        {
            using var answer = await http.DeleteAsync(session, CancellationToken.None);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            // the server ends it by itself
        }
    }
}
