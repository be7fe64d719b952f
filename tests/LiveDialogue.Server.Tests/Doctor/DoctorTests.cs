using System.Net;
using System.Net.Sockets;
using LiveDialogue.Server.Doctor;
using LiveDialogue.Server.Ops;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace LiveDialogue.Server.Tests.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public void The_patient_is_read_as_the_server_is()
    {
        var patient = Of(("Port", "6000"), ("Media:MediaPort", "6001"), ("Media:Shards", "2"), ("Program:Enabled", "false"));
        Assert.Equal((6000, false, 2, false), (patient.Local.Port, patient.ListensBeyond, patient.Shards, patient.Program.Enabled));
        var beyond = Of(("urls", "http://*:8080"));
        Assert.Equal(("http://localhost:8080/", true), (beyond.Local.ToString(), beyond.ListensBeyond));
        Assert.True(Of(("urls", "http://0.0.0.0:8080")).ListensBeyond);
    }

    [Theory]
    [InlineData(null, null, null, "Warning")]
    [InlineData(null, "http://0.0.0.0:5080", null, "Problem")]
    [InlineData("http://live.example.org", null, null, "Problem")]
    [InlineData("https://live.example.org", null, null, "Warning")]
    [InlineData("https://live.example.org", null, "10.0.0.2", "Ok")]
    [InlineData("http://localhost:5080", null, null, "Ok")]
    public void Links_must_lead_somewhere_and_cameras_want_https(string? url, string? urls, string? proxy, string worst)
    {
        var findings = AddressChecks.PublicUrl(Of(("PublicUrl", url), ("urls", urls), ("Proxies:0", proxy))).ToList();
        Assert.Equal(worst, findings.Max(finding => finding.Severity).ToString());
    }

    [Fact]
    public void An_address_of_the_world_that_is_not_offered_is_told()
    {
        IPAddress[] inner = [IPAddress.Loopback, IPAddress.Parse("10.0.0.1")];
        Assert.Equal(Severity.Warning, AddressChecks.MediaReach(Of(), inner).Severity);
        Assert.Equal(Severity.Warning, AddressChecks.MediaReach(Of(("Media:Addresses:0", "10.0.0.1")), inner).Severity);
        Assert.Equal(Severity.Ok, AddressChecks.MediaReach(Of(), [.. inner, IPAddress.Parse("198.51.100.9")]).Severity);
        Assert.Equal(Severity.Ok, AddressChecks.MediaReach(Of(("Media:Addresses:0", "203.0.113.7:5081")), inner).Severity);

        IPAddress[] own = [IPAddress.IPv6Loopback, IPAddress.Parse("fe80::1"), IPAddress.Parse("fd00::2"), IPAddress.Parse("10.0.0.1")];
        Assert.Equal(Severity.Ok, AddressChecks.IPv6(Of(), own).Severity);
        Assert.Equal(Severity.Warning, AddressChecks.IPv6(Of(), [.. own, IPAddress.Parse("2001:db8::7")]).Severity);
        Assert.Equal(Severity.Ok, AddressChecks.IPv6(Of(("Media:Addresses:0", "[2001:db8::7]:5081")), [.. own, IPAddress.Parse("2001:db8::7")]).Severity);
    }

    [Fact]
    public void Old_zone_rules_are_told()
    {
        Assert.Equal(Severity.Ok, SystemChecks.ZoneRules(Of(), Instant.FromUtc(2026, 6, 1, 0, 0)).Severity);
        Assert.Equal(Severity.Warning, SystemChecks.ZoneRules(Of(), Instant.FromUtc(2036, 6, 1, 0, 0)).Severity);
    }

    [Fact]
    public void Ports_that_another_program_has_are_problems_by_name()
    {
        using var media = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        media.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var taken = ((IPEndPoint)media.LocalEndPoint!).Port;
        var findings = PortChecks.Free(Of(("Media:MediaPort", $"{taken}"), ("Media:Shards", "1"), ("Media:Addresses:0", "127.0.0.1"), ("Media:Addresses:1", "203.0.113.9"))).ToList();
        Assert.Contains(findings, finding => finding.Severity is Severity.Problem && finding.Subject == $"media UDP 127.0.0.1:{taken}" && finding.Text.Contains("another program", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Severity is Severity.Problem && finding.Subject == $"media TCP 203.0.113.9:{taken}" && finding.Text.Contains("no such address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_relay_without_a_secret_is_a_wrong_configuration()
    {
        var findings = new List<Finding>();
        var folder = Directory.CreateTempSubdirectory("livedialogue-doctor-").FullName;
        try
        {
            // Nothing listens there: the discard port of this machine.
            await foreach (var finding in Examination.ExamineAsync(
                Of(("DataFolder", folder), ("Port", "9"), ("Media:MediaPort", "0"), ("Media:Relays:0", "turn:127.0.0.1:9?transport=tcp"), ("Program:Enabled", "false")), CancellationToken.None))
                findings.Add(finding);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Assert.Contains(findings, finding => finding is { Severity: Severity.Problem, Subject: "configuration" } && finding.Text.Contains("RelaySecret", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding is { Severity: Severity.Problem, Subject: "relay turn:127.0.0.1:9?transport=tcp" });
        Assert.Contains(findings, finding => finding is { Severity: Severity.Ok, Subject: "OpenSSL" });
        Assert.Contains(findings, finding => finding is { Severity: Severity.Warning, Subject: "server" });
        Assert.All(findings, finding => Assert.Matches("^(ok|warning|problem) +[^:]+", finding.ToString()));
    }

    /// <summary>Rows: words of the command line, and what the one problem must name.</summary>
    [Theory]
    [InlineData("--media-port many", "Media:MediaPort (--media-port) can't be \"many\"", "from 0 to 65000")]
    [InlineData("--media-port 70000", "Media:MediaPort (--media-port) can't be \"70000\"", "from 0 to 65000")]
    [InlineData("--port 99999", "Port (--port) can't be \"99999\"", "from 0 to 65535")]
    [InlineData("--Program:FramesPerSecond=24", "Program:FramesPerSecond can't be \"24\"", "25, 30")]
    [InlineData("--Mail:StartTls maybe", "Mail:StartTls can't be \"maybe\"", "true or false")]
    [InlineData("--PublicUrl dialogue.example.org", "PublicUrl must be an absolute", "https://")]
    [InlineData("--Translation:Engine http", "Translation:Engine is http", "Translation:Url")]
    [InlineData("--Urls anywhere", "Urls can't be \"anywhere\"", "http://0.0.0.0:8080")]
    public async Task What_the_server_would_refuse_ends_with_its_code_and_is_not_tried(string words, string named, string allowed)
    {
        await using var output = new StringWriter();

        Assert.Equal(StartRefusal.ExitCode, await Examination.RunAsync([Examination.Switch, .. words.Split(' ')], output));

        var problem = Assert.Single(output.ToString().Split('\n'), line => line.StartsWith("problem  configuration:", StringComparison.Ordinal));
        Assert.Contains(named, problem, StringComparison.Ordinal);
        Assert.Contains(allowed, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenSSL", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_and_settings_that_nothing_is_called_are_problems_by_name()
    {
        var folder = Directory.CreateTempSubdirectory("livedialogue-doctor-").FullName;
        await using var output = new StringWriter();
        try
        {
            string[] args =
                [Examination.Switch, "bogus", "--data", folder, "--Port", "9", "--Media:MediaPort=0", "--Program:Enabled=false", "--Media:Relay:0", "turn:x", "--Media:Shards"];
            Assert.Equal(1, await Examination.RunAsync(args, output));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        var problems = output.ToString().Split('\n').Where(line => line.StartsWith("problem  configuration:", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, problems.Count);
        Assert.Contains("\"bogus\" belongs to nothing", problems[0], StringComparison.Ordinal);
        Assert.Contains("no setting is called Media:Relay:0: Media has MediaPort, Addresses", problems[1], StringComparison.Ordinal);
        Assert.Contains("--Media:Shards has no value", problems[2], StringComparison.Ordinal);
        Assert.DoesNotContain("can be read", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(" 3 problems", output.ToString(), StringComparison.Ordinal);
    }

    private static Patient Of(params (string Key, string? Value)[] settings) => Patient.Of(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Where(setting => setting.Value is not null).Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
        .Build());
}
