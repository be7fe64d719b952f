using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LiveDialogue.Simulator.Signalling;

/// <summary>The HTTP side of WHIP (RFC 9725) and WHEP: offer in, answer out, DELETE at the end.</summary>
internal sealed class Signaller(HttpClient http, Uri endpoint, string? token)
{
    private static readonly MediaTypeHeaderValue Sdp = new("application/sdp");

    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    internal async Task<Signalled> OfferAsync(string offer, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(offer));
        request.Content.Headers.ContentType = Sdp;
        Authorize(request);
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode != HttpStatusCode.Created)
            return new Signalled.Refused(response.StatusCode, await response.Content.ReadAsStringAsync(ct));

        var text = await response.Content.ReadAsStringAsync(ct);
        return Answer.Parse(text, out var problem) is { } answer
            ? new Signalled.Accepted(answer, response.Headers.Location is { } location ? new Uri(endpoint, location) : null)
            : new Signalled.Refused(response.StatusCode, problem ?? "");
    }

    /// <summary>Ends the session; a server that is gone needs no goodbye.</summary>
    internal async Task EndAsync(Uri session, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Delete, session);
            Authorize(request);
            using var response = await http.SendAsync(request, ct);
        }
        catch (HttpRequestException)
        {
            // gone already
        }
    }

    private void Authorize(HttpRequestMessage request)
    {
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
    }
}

/// <summary>The outcome of one offer.</summary>
internal abstract record Signalled
{
    private Signalled() { }

    internal sealed record Accepted(Answer Answer, Uri? Session) : Signalled;

    internal sealed record Refused(HttpStatusCode Status, string Reason) : Signalled;
}
