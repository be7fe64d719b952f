using System.Diagnostics;
using Microsoft.Playwright;

namespace LiveDialogue.EndToEnd;

/// <summary>What a person is told about their network, and an operator about the machine: with real paths, and with some of them cut off.</summary>
public sealed class ConnectTests() : LiveScene("--Program:Enabled", "false")
{
    private const string Secret = "a-secret-that-the-relay-shares";

    // A firewall: the browser's checks to addresses of that protocol go where nobody answers.
    private static string Without(params string[] protocols) => $$"""
        (() => {
          const cut = {{System.Text.Json.JsonSerializer.Serialize(protocols)}};
          const set = RTCPeerConnection.prototype.setRemoteDescription;
          RTCPeerConnection.prototype.setRemoteDescription = function (description) {
            if (this.getConfiguration().iceTransportPolicy === 'relay') return set.call(this, description);
            const sdp = description.sdp.replace(/^(a=candidate:\S+ 1 (\S+) \S+ \S+) \d+ /gim, (line, start, protocol) => (cut.includes(protocol) ? `${start} 9 ` : line));
            return set.call(this, { type: description.type, sdp });
          };
        })();
        """;

    [Fact]
    public async Task With_nothing_in_between_both_direct_ways_work()
    {
        var live = await EventDriver.CreateAsync(Server);
        var page = await OpenAsync(Server, live.Slug, script: null);
        await VerdictAsync(page, "good");
        await OutcomeAsync(page, "udp", "works");
        await OutcomeAsync(page, "tcp", "works");
        var summary = await page.Locator("[data-summary]").InnerTextAsync();
        Assert.Contains($":{Server.MediaPort}", summary, StringComparison.Ordinal);
        Assert.Contains("ms", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_behind_a_firewall_is_told_what_works_and_what_to_open()
    {
        var byTcp = await OpenAsync(Server, null, Without("udp"));
        await VerdictAsync(byTcp, "tcp");
        await OutcomeAsync(byTcp, "udp", "blocked");
        await OutcomeAsync(byTcp, "tcp", "works");

        var byNothing = await OpenAsync(Server, null, Without("udp", "tcp"));
        await VerdictAsync(byNothing, "nothing");
        Assert.Contains($":{Server.MediaPort}", await byNothing.Locator("[data-verdict]").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_is_tried_by_each_of_its_ways_and_the_doctor_takes_an_address_of_it()
    {
        await using var relay = await Relay.StartAsync(Secret);
        string[] switches = ["--Program:Enabled", "false", "--Media:Relays:0", relay.Url("udp"), "--Media:Relays:1", relay.Url("tcp"), "--Media:RelaySecret", Secret];
        await using var server = await ServerProcess.StartNewAsync(switches);
        var page = await OpenAsync(server, null, Without("udp", "tcp"));
        await VerdictAsync(page, "relay");
        await OutcomeAsync(page, "relay-udp", "works");
        await OutcomeAsync(page, "relay-tcp", "works");

        var (code, report) = await DoctorAsync(server, switches);
        Assert.True(code == 0, report);
        Assert.Matches($@"(?m)^ok +media UDP \S+:{server.MediaPort}: answers a check", report);
        Assert.Matches($@"(?m)^ok +media TCP \S+:{server.MediaPort}: answers a check", report);
        Assert.Contains($"ok       relay {relay.Url("udp")}: gave 127.0.0.1:", report, StringComparison.Ordinal);
        Assert.Contains($"ok       relay {relay.Url("tcp")}: gave 127.0.0.1:", report, StringComparison.Ordinal);

        var (bad, wrong) = await DoctorAsync(server, [.. switches[..^1], "not-the-secret"]);
        Assert.True(bad == 1, wrong);
        Assert.Contains("refuses our credentials", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_by_tls_works_where_its_certificate_is_trusted_and_the_doctor_says_when_it_is_not()
    {
        using var certificate = new RelayCertificate();
        await using var relay = await Relay.StartAsync(Secret, certificate);
        string[] switches = ["--Program:Enabled", "false", "--Media:Relays:0", relay.SecureUrl, "--Media:RelaySecret", Secret];
        await using var server = await ServerProcess.StartNewAsync(switches);
        var trusting = await OpenAsync(server, null, Without("udp", "tcp"), certificate.Trust);
        await VerdictAsync(trusting, "tcp");
        await OutcomeAsync(trusting, "relay-tls", "works");
        var other = await OpenAsync(server, null, Without("udp", "tcp"));
        await VerdictAsync(other, "nothing");
        await OutcomeAsync(other, "relay-tls", "blocked");

        var (_, report) = await DoctorAsync(server, switches, certificate);
        Assert.Contains($"ok       relay {relay.SecureUrl}: gave 127.0.0.1:", report, StringComparison.Ordinal);
        var (bad, wrong) = await DoctorAsync(server, switches);
        Assert.True(bad == 1, wrong);
        Assert.Matches($"(?m)^problem  relay {System.Text.RegularExpressions.Regex.Escape(relay.SecureUrl)}: .*certificate", wrong);
    }

    private async Task<IPage> OpenAsync(ServerProcess server, string? slug, string? script, params string[] switches)
    {
        var page = await Browsers.NewPersonAsync(await Browsers.LaunchAsync(script: script, switches: switches), width: 360, height: 740);
        await page.GotoAsync($"{server.Url}/connect{(slug is null ? "" : $"?event={slug}")}");
        return page;
    }

    private static Task VerdictAsync(IPage page, string verdict) =>
        page.Locator($"[data-verdict={verdict}]").WaitForAsync();

    private static Task OutcomeAsync(IPage page, string way, string outcome) => page.Locator($"[data-way={way}][data-outcome={outcome}]").WaitForAsync();

    private static async Task<(int Code, string Report)> DoctorAsync(ServerProcess server, IEnumerable<string> switches, RelayCertificate? trusted = null)
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "scripts", "doctor"), ["--port", $"{server.Port}", "--media-port", $"{server.MediaPort}", "--data", server.Data, .. switches])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (trusted is not null) start.Environment["SSL_CERT_FILE"] = trusted.AuthorityFile;
        using var doctor = Process.Start(start)!;    // started, or it threw
        var errors = doctor.StandardError.ReadToEndAsync();
        var report = await doctor.StandardOutput.ReadToEndAsync();
        await doctor.WaitForExitAsync();
        return (doctor.ExitCode, report + await errors);
    }
}
