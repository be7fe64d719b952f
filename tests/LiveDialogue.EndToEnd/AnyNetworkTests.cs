namespace LiveDialogue.EndToEnd;

/// <summary>Networks that let little through: the media finds its way all the same.</summary>
public sealed class AnyNetworkTests() : LiveScene("--Program:Enabled", "false")
{
    // The browser is told of no address by UDP: as where a firewall drops it, without the wait.
    private const string NoUdp = """
        (() => {
          const set = RTCPeerConnection.prototype.setRemoteDescription;
          RTCPeerConnection.prototype.setRemoteDescription = function (description) {
            const sdp = description.sdp.replace(/^a=candidate:\S+ 1 udp .*\r\n/gim, '');
            return set.call(this, { type: description.type, sdp });
          };
        })();
        """;

    private const string RelayAlone = """
        (() => {
          const set = RTCPeerConnection.prototype.setConfiguration;
          RTCPeerConnection.prototype.setConfiguration = function (wanted) { return set.call(this, { ...wanted, iceTransportPolicy: 'relay' }); };
        })();
        """;

    private const string Secret = "a-secret-that-the-relay-shares";

    private const string Paths = """
        async () => {
          const paths = [];
          for (const connection of window.__connections ?? []) {
            if (connection.connectionState !== 'connected') continue;
            const reports = await connection.getStats();
            for (const report of reports.values())
              if (report.type === 'transport') {
                const pair = reports.get(report.selectedCandidatePairId);
                const local = reports.get(pair.localCandidateId);
                paths.push(`${local.protocol} ${local.candidateType}${local.relayProtocol ? ` by ${local.relayProtocol}` : ''}`);
              }
          }
          return paths.join(', ');
        }
        """;

    [Fact]
    public async Task Where_no_udp_goes_through_speakers_and_viewers_come_by_tcp()
    {
        var live = await EventDriver.CreateAsync(Server);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.GoLiveAsync();
        await live.StageAsync(amina, "on-air");
        var speaker = await People.PatternSpeakerAsync(await Browsers.LaunchAsync(script: NoUdp), amina, TestMedia.Red, 440, onAir: true);
        var (viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(script: NoUdp), live);
        await viewer.SeesAndHearsAsync("the viewer by TCP");

        Assert.StartsWith("tcp ", await speaker.EvaluateAsync<string>(Paths), StringComparison.Ordinal);
        Assert.StartsWith("tcp ", await viewer.EvaluateAsync<string>(Paths), StringComparison.Ordinal);
        var desk = await People.ModeratorAsync(await Browsers.LaunchAsync(), await live.InviteAsync("moderator", "Ben", "Asia/Kathmandu"));
        await desk.Locator($"[data-link-of='{amina.Id}'] summary").ClickAsync();
        await desk.Locator($"[data-link-of='{amina.Id}'] [data-way=up][data-path=tcp]").WaitForAsync();
    }

    [Fact]
    public async Task Where_nothing_but_a_relay_is_reachable_people_come_through_coturn()
    {
        await using var relay = await Relay.StartAsync(Secret);
        await ComeThroughAsync(relay.Url("udp"), "udp");
    }

    [Fact]
    public async Task Where_only_what_looks_like_a_web_page_gets_out_people_come_through_coturn_by_tls()
    {
        using var certificate = new RelayCertificate();
        await using var relay = await Relay.StartAsync(Secret, certificate);
        await ComeThroughAsync(relay.SecureUrl, "tls", certificate.Trust);
    }

    /// <summary>A speaker and a viewer whose browsers take no other way, and what moderators are told of it.</summary>
    private async Task ComeThroughAsync(string relay, string leg, params string[] switches)
    {
        await using var server = await ServerProcess.StartNewAsync("--Program:Enabled", "false", "--Media:Relays:0", relay, "--Media:RelaySecret", Secret);
        var live = await EventDriver.CreateAsync(server);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.GoLiveAsync();
        await live.StageAsync(amina, "on-air");
        var speaker = await People.PatternSpeakerAsync(await Browsers.LaunchAsync(script: RelayAlone, switches: switches), amina, TestMedia.Red, 440, onAir: true);
        var (viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(script: RelayAlone, switches: switches), live);
        await viewer.SeesAndHearsAsync("the viewer behind a relay");

        Assert.EndsWith($" relay by {leg}", await speaker.EvaluateAsync<string>(Paths), StringComparison.Ordinal);
        Assert.EndsWith($" relay by {leg}", await viewer.EvaluateAsync<string>(Paths), StringComparison.Ordinal);

        // The server sees UDP from an address that it can't tell from the speaker's own: their page says how it is.
        var desk = await People.ModeratorAsync(await Browsers.LaunchAsync(), await live.InviteAsync("moderator", "Ben", "Asia/Kathmandu"));
        await desk.Locator($"[data-link-of='{amina.Id}'] summary").ClickAsync();
        foreach (var way in new[] { "up", "down" })
            await desk.Locator($"[data-link-of='{amina.Id}'] [data-way={way}][data-path=relay][data-relay={leg}]").WaitForAsync();
    }

    [IPv6Fact]
    public async Task Over_ipv6_alone_speakers_and_viewers_come_and_moderators_are_told_so()
    {
        await using var server = await ServerProcess.StartNewAsync("--Program:Enabled", "false", "--Media:Addresses:0", "::1");
        var live = await EventDriver.CreateAsync(server);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.GoLiveAsync();
        await live.StageAsync(amina, "on-air");
        const string Loopback = "--allow-loopback-in-peer-connection";    // a machine may have no other IPv6 address to come from
        var speaker = await People.PatternSpeakerAsync(await Browsers.LaunchAsync(switches: Loopback), amina, TestMedia.Red, 440, onAir: true);
        var (viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(switches: Loopback), live);
        await viewer.SeesAndHearsAsync("the viewer over IPv6");

        Assert.StartsWith("udp ", await speaker.EvaluateAsync<string>(Paths), StringComparison.Ordinal);
        await Eventually.HoldsAsync("the speaker's path is known", async () =>
        {
            var link = await live.LinkAsync(amina);
            return link.TryGetProperty("up", out var up) && up.GetProperty("path").GetString() == "udp" && up.GetProperty("ipv6").GetBoolean();
        });
    }
}
