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

    private async Task<IPage> OpenAsync(ServerProcess server, string? slug, string? script)
    {
        var page = await Browsers.NewPersonAsync(await Browsers.LaunchAsync(script: script), width: 360, height: 740);
        await page.GotoAsync($"{server.Url}/connect{(slug is null ? "" : $"?event={slug}")}");
        return page;
    }

    private static Task VerdictAsync(IPage page, string verdict) =>
        page.Locator($"[data-verdict={verdict}]").WaitForAsync();

    private static Task OutcomeAsync(IPage page, string way, string outcome) => page.Locator($"[data-way={way}][data-outcome={outcome}]").WaitForAsync();

    private static async Task<(int Code, string Report)> DoctorAsync(ServerProcess server, IEnumerable<string> switches)
    {
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "scripts", "doctor"), ["--port", $"{server.Port}", "--media-port", $"{server.MediaPort}", "--data", server.Data, .. switches])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var doctor = Process.Start(start)!;    // started, or it threw
        var errors = doctor.StandardError.ReadToEndAsync();
        var report = await doctor.StandardOutput.ReadToEndAsync();
        await doctor.WaitForExitAsync();
        return (doctor.ExitCode, report + await errors);
    }
}
