using System.Globalization;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>A speaker behind a path that loses a seventh of what they send: their sound arrives, with redundancy (RFC 2198), at browsers that have it and that don't.</summary>
public sealed class RedundantSoundTests(ITestOutputHelper output) : LiveScene("--Program:Enabled", "false", "--Media:Shards", "1", "--Media:Tcp", "false")
{
    private const double Loss = 0.14;
    private const int Seed = 7;

    private const string WithoutRed = """
        (() => {
          const add = RTCPeerConnection.prototype.addTransceiver;
          RTCPeerConnection.prototype.addTransceiver = function (kind, options) {
            const transceiver = add.call(this, kind, options);
            if (kind === 'audio')
              transceiver.setCodecPreferences(RTCRtpReceiver.getCapabilities('audio').codecs.filter((codec) => codec.mimeType !== 'audio/red'));
            return transceiver;
          };
        })();
        """;

    // The payload types of the sound's redundancy and of Opus alone, as answered; browsers' own figures say Opus either way.
    private const string Types = """
        () => {
          const sdp = window.__connections.find((connection) => connection.getSenders().some((sender) => sender.track)).remoteDescription.sdp;
          return `${sdp.match(/a=rtpmap:(\d+) red\/48000/)?.[1]} ${sdp.match(/a=rtpmap:(\d+) opus/)?.[1]}`;
        }
        """;

    // [energy, seconds heard, seconds made up, payload types that the answer allows] of the sound that plays.
    private const string Heard = """
        async () => {
          const sum = [0, 0, 0];
          let red = false;
          for (const connection of window.__connections ?? []) {
            if (connection.connectionState !== 'connected') continue;
            red ||= / red\/48000/.test(connection.remoteDescription.sdp);
            for (const report of (await connection.getStats()).values()) {
              if (report.type !== 'inbound-rtp' || report.kind !== 'audio') continue;
              sum[0] += report.totalAudioEnergy ?? 0;
              sum[1] += (report.totalSamplesReceived ?? 0) / 48000;
              sum[2] += ((report.concealedSamples ?? 0) - (report.silentConcealedSamples ?? 0)) / 48000;
            }
          }
          return [...sum, red ? 1 : 0].join(' ');
        }
        """;

    [Fact]
    public async Task Browsers_with_and_without_red_hear_a_speaker_whose_path_loses_packets()
    {
        output.WriteLine($"seed {Seed}");
        await using var path = new LossyPath(Server.MediaPort, Loss, burst: 1.2, Seed);
        var live = await EventDriver.CreateAsync(Server);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.GoLiveAsync();
        await live.StageAsync(amina, "on-air");
        var speaker = await People.PatternSpeakerAsync(await Browsers.LaunchAsync(script: path.Script), amina, TestMedia.Red, 440, onAir: true);
        var (with, _) = await People.ViewerAsync(await Browsers.LaunchAsync(), live);
        var (without, _) = await People.ViewerAsync(await Browsers.LaunchAsync(script: WithoutRed), live);

        var types = (await speaker.EvaluateAsync<string>(Types)).Split(' ').Select(type => int.Parse(type, CultureInfo.InvariantCulture)).ToArray();
        var before = await RestoredAsync();
        var heard = await Task.WhenAll(HearsAsync(with, "the viewer with RED"), HearsAsync(without, "the viewer without"));
        var (lost, of) = path.Counts;
        var restored = await RestoredAsync() - before;
        var up = (await live.LinkAsync(amina)).GetProperty("up");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lost} of {of} media packets lost; {path.Seen(types[0])} of sound with redundancy and {path.Seen(types[1])} without; {restored} restored; made up with RED {heard[0]:P2}, without {heard[1]:P2}; {up}"));

        Assert.True(path.Seen(types[0]) > 10 * path.Seen(types[1]), $"{path.Seen(types[0])} packets with redundancy, {path.Seen(types[1])} without");
        Assert.Equal("udp", up.GetProperty("path").GetString());
        Assert.True(up.GetProperty("roundTripMs").GetInt32() >= 0, "the browser answers our times");
        Assert.True(restored > 30, $"{restored} packets of sound were restored");
    }

    /// <summary>Waits for ten seconds' worth of sound that isn't silence.</summary>
    /// <returns>The share of it that the decoder had to make up.</returns>
    private static async Task<double> HearsAsync(IPage page, string who)
    {
        var first = await ReadAsync(page);
        Assert.Equal(who.EndsWith("RED", StringComparison.Ordinal), first.HasRed);
        var last = first;
        await Eventually.HoldsAsync($"{who} hears ten seconds", async () =>
        {
            last = await ReadAsync(page);
            return last.Seconds >= first.Seconds + 10 && last.Energy > first.Energy + 0.01;
        });
        return (last.MadeUp - first.MadeUp) / (last.Seconds - first.Seconds);
    }

    private static async Task<(double Energy, double Seconds, double MadeUp, bool HasRed)> ReadAsync(IPage page)
    {
        var numbers = (await page.EvaluateAsync<string>(Heard)).Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1], numbers[2], numbers[3] > 0);
    }

    private async Task<int> RestoredAsync()
    {
        var line = (await Server.Host.GetStringAsync("/metrics")).Split('\n').First(text => text.StartsWith("sfu_packets_restored_total ", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
