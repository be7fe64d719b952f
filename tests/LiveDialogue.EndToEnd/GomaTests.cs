using System.Globalization;
using System.Text.Json;
using LiveDialogue.EndToEnd.Field;
using LiveDialogue.Testing;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>
/// The ambassador joins from Goma: a browser on our stage page behind 150 kbit/s, 400 ms of round trip and 5 % loss in bursts, with one outage and one change of
/// address, and three more offices; what comes of it is measured in a viewer's decoded program. A minute, or as long as LIVEDIALOGUE_GOMA_MINUTES says
/// (scripts/goma).
/// </summary>
public sealed class GomaTests(ITestOutputHelper output) : LiveScene("--Media:Shards=1")      // one port, in whose place the bad path stands
{
    private const int GapCounts = 200;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(400);

    // Five in a hundred, in stretches of three.
    private static readonly LossBursts Bursts = new(Begins: 0.0175, Ends: 0.333);

    private static readonly LinkConditions City = new() { Delay = RoundTrip / 2, BitsPerSecond = 2_000_000 };
    private static readonly LinkConditions Goma = City with { BitsPerSecond = 150_000, Bursts = Bursts, Jitter = TimeSpan.FromMilliseconds(20), Queue = TimeSpan.FromMilliseconds(600) };
    private static readonly LinkConditions Down = City with { BitsPerSecond = 1_000_000, Bursts = Bursts };

    private readonly List<string> _words = [];

    [Fact]
    public async Task The_ambassador_is_heard_from_goma()
    {
        var minutes = Setting("LIVEDIALOGUE_GOMA_MINUTES", 1);
        var seed = Setting("LIVEDIALOGUE_GOMA_SEED", 1);
        Say($"seed {seed}");
        var live = await EventDriver.CreateAsync(Server);
        await live.GoLiveAsync();
        await using var path = new BadPath(Server.MediaPort, seed, City, City);
        var amina = await live.InviteAsync("speaker", "Amina", "Africa/Lubumbashi");
        await live.StageAsync(amina, "on-air");
        await using var offices = new Offices();
        var speakers = new List<Invite> { amina };
        foreach (var (name, zone, colour) in ((string, string, string)[])[("Bikash", "Asia/Kathmandu", "0x283cc0"), ("Chloé", "Europe/Zurich", "0x28963c"), ("Dina", "Pacific/Fiji", "0xbea01e")])
        {
            speakers.Add(await live.InviteAsync("speaker", name, zone));
            await live.StageAsync(speakers[^1], "mute");
            await live.StageAsync(speakers[^1], "on-air");
            await offices.JoinAsync(live, Server, speakers[^1], colour);
        }
        var page = await AmbassadorAsync(amina, path);
        await live.SpeakerIsAsync(amina, "link", "good");
        await live.ProgramAsync("take", new { kind = "grid", speakers = speakers.Select(s => s.Id) });
        var (viewer, _) = await People.ViewerAsync(await Browsers.LaunchAsync(), live, width: 1280, height: 800);
        await viewer.SeesAndHearsAsync("the viewer");
        await Eventually.HoldsAsync("the viewer sees Amina", async () =>
            await ProgramTileAsync(live, amina) is { } tile && await viewer.Locator("video").First.ReadTileAsync(tile) is { } reading && reading.IsAbout(TestMedia.Red));
        await viewer.HearStaircaseAsync();
        await Eventually.HoldsAsync("the viewer hears the voice", async () => (await viewer.StaircaseAsync()).Changes > 20);

        using var over = new CancellationTokenSource();
        var watch = new TileWatch(viewer, (await ProgramTileAsync(live, amina))!.Value, TestMedia.Red);       // seen just now
        var watching = watch.RunAsync(over.Token);
        var run = await RunAsync(page, viewer, path, TimeSpan.FromMinutes(minutes));
        await over.CancelAsync();
        await watching;
        await JudgeAsync(viewer, path, run, watch);

        Assert.NotEqual("video", run.Rung);
        Assert.Equal("on-air", (await live.SpeakerAsync(amina)).GetProperty("where").GetString());
        Assert.True(watch.Seen.All > 0);
    }

    private async Task<IPage> AmbassadorAsync(Invite amina, BadPath path)
    {
        var page = await Browsers.NewPersonAsync(await Browsers.LaunchAsync(script: path.Script), width: 360, height: 740);
        await page.AddInitScriptAsync(PatternCamera.Script(TestMedia.Red, 440));
        await page.AddInitScriptAsync(Staircase.Script);
        await page.JoinStageAsync(amina, onAir: true);
        return page;
    }

    // A good link at first; then Goma's, with an outage at two fifths and another address at seven tenths.
    private async Task<Run> RunAsync(IPage page, IPage viewer, BadPath path, TimeSpan length)
    {
        var begin = Now;
        await UntilAsync(begin + 6000);
        path.Become(Goma, Down);
        var dropped = Now;
        var stepped = await RungAsync(page, rung => rung != "video");
        Say($"{stepped.Rung} because of {stepped.Reason} {(stepped.At - dropped) / 1000.0:0.0} s after the drop");
        var trail = TrailAsync(page, path, begin + (long)length.TotalMilliseconds);

        await UntilAsync(begin + (long)(length.TotalMilliseconds * 0.4));
        path.Cut(true);
        var cut = Now;
        Say($"{(cut - begin) / 1000} s: nothing goes through");
        await UntilAsync(cut + (long)Outage.TotalMilliseconds);
        path.Cut(false);
        var mended = Now;
        var back = await HeardAfterAsync(viewer, mended);
        Say($"heard again {(back - mended) / 1000.0:0.0} s after the outage");

        await UntilAsync(begin + (long)(length.TotalMilliseconds * 0.7));
        path.ChangeAddress();
        var moved = Now;
        Say($"{(moved - begin) / 1000} s: another address");
        await UntilAsync(begin + (long)length.TotalMilliseconds);
        return new(begin, dropped, stepped.At, cut, mended, back, moved, Now, await trail);
    }

    private async Task JudgeAsync(IPage viewer, BadPath path, Run run, TileWatch watch)
    {
        var (ofOutage, ofMove, rest) = (0, 0, 0);
        foreach (var (at, missing) in await viewer.GapsAsync())
        {
            if (at < run.Begin || missing <= GapCounts) continue;
            var began = at - missing;
            if (at >= run.Cut && began <= run.Back) ofOutage += missing;
            else if (at >= run.Moved && began <= run.Moved + 3000) ofMove += missing;
            else rest += missing;
            Say($"{(at - run.Begin) / 1000.0:0.0} s: {missing} ms missing");
        }
        var beyond = Math.Max(0, ofMove - 1000);
        var speaking = run.End - run.Begin - (run.Back - run.Cut);
        var share = 100.0 * (rest + beyond) / speaking;
        Say($"missing: {ofOutage} ms at the outage, {ofMove} ms at the change of address, {rest} ms else, of {speaking / 1000} s");
        Say($"left out without a pause, to catch up: {await viewer.LeftOutAsync()} ms");
        Say($"uplink: {path.Up.Dropped} of {path.Up.Sent} datagrams dropped, {path.SentBytes * 8 / (run.End - run.Begin)} kbit/s offered");
        Say($"the path itself, at the worst, stood still for {path.StoodStill.TotalMilliseconds:0} ms");
        Say($"the tile: {watch.Seen.All} looks, {watch.Seen.Black} without the person, {watch.Seen.Frozen} standing still without saying so");
        foreach (var note in watch.Notes.Take(20)) Say($"  {note}");
        Say($"concealed by the viewer: {await viewer.EvaluateAsync<string>(Concealed)}");
        Say($"the share leaves out {ofOutage} ms at the outage (until the voice was back) and {ofMove - beyond} ms of the first second after the change of address");
        Say($"figure: goma.audio-gap-share {share:0.00} percent");
        Say($"figure: goma.step-down {(run.Stepped - run.Dropped) / 1000.0:0.0} s");
        Say($"figure: goma.comeback {(run.Back - run.Mended) / 1000.0:0.0} s");
        Say($"figure: goma.black {watch.Seen.Black / 2.0:0.0} s");
        Say($"figure: goma.frozen-without-age {watch.Seen.Frozen / 2.0:0.0} s");
        await File.WriteAllLinesAsync(RepositoryRoot.Artifacts("goma.txt"), _words);
    }

    private const string Concealed = """
        async () => {
          for (const connection of window.__connections ?? []) {
            if (connection.connectionState !== 'connected') continue;
            for (const r of (await connection.getStats()).values())
              if (r.type === 'inbound-rtp' && r.kind === 'audio') return `${r.concealedSamples} of ${r.totalSamplesReceived} samples`;
          }
          return 'nothing';
        }
        """;

    private const string Sending = """
        async () => {
          const word = document.querySelector('.link-word [data-rung]');
          const rung = word ? `${word.dataset.rung} ${word.dataset.rungReason}` : 'video none';
          let sent = '', rates = '';
          window.__sent ??= {};
          for (const connection of window.__connections ?? []) {
            if (connection.connectionState !== 'connected') continue;
            const reports = [...(await connection.getStats()).values()];
            const pair = reports.find((r) => r.type === 'candidate-pair' && r.nominated && r.availableOutgoingBitrate);
            for (const r of reports.filter((r) => r.type === 'outbound-rtp')) {
              const before = window.__sent[r.id] ?? r;
              const seconds = (r.timestamp - before.timestamp) / 1000 || 1;
              const bits = (r.bytesSent + r.headerBytesSent - before.bytesSent - before.headerBytesSent) * 8;
              if (r.packetsSent > before.packetsSent) rates += `, ${r.kind}${r.rid ? ` ${r.rid}` : ''}${r.active === false ? ' (off)' : ''} ${Math.round(bits / seconds / 1000)} kbit/s in ${Math.round((r.packetsSent - before.packetsSent) / seconds)} packets/s`;
              window.__sent[r.id] = r;
            }
            const voice = reports.find((r) => r.type === 'remote-inbound-rtp' && r.kind === 'audio');
            if (voice) sent = `${Math.round((pair?.availableOutgoingBitrate ?? 0) / 1000)} kbit/s believed, ${Math.round(voice.fractionLost * 100)} % lost, ${Math.round(voice.roundTripTime * 1000)} ms`;
          }
          return `${rung} ${sent}${rates}`;
        }
        """;

    private static async Task<(string Rung, string Reason, long At)> RungAsync(IPage page, Func<string, bool> wanted)
    {
        var words = await Eventually.BecomesAsync("the page steps down", async () =>
        {
            var said = (await page.EvaluateAsync<string>(Sending)).Split(' ');
            return wanted(said[0]) ? said : null;
        });
        return (words[0], words[1], Now);
    }

    /// <returns>The lowest rung but the first that it was on.</returns>
    private async Task<string> TrailAsync(IPage page, BadPath path, long until)
    {
        var (last, lowest, at) = ("", "video", 0L);
        while (Now < until)
        {
            var bytes = path.SentBytes;
            var since = Now;
            await UntilAsync(Math.Min(until, Now + 1000));
            var said = await page.EvaluateAsync<string>(Sending);
            var rung = said.Split(' ')[0];
            if (rung != "video") lowest = rung;
            if (rung == last && Now - at < 10_000) continue;
            (last, at) = (rung, Now);
            Say($"  {said}; {(path.SentBytes - bytes) * 8 / Math.Max(1, Now - since)} kbit/s on the way");
        }
        return lowest;
    }

    private static async Task<long> HeardAfterAsync(IPage viewer, long moment)
    {
        var heard = await Eventually.BecomesAsync("the viewer hears the voice again", async () =>
        {
            var (last, _) = await viewer.StaircaseAsync();
            return last > moment ? $"{last}" : null;
        });
        return long.Parse(heard, CultureInfo.InvariantCulture);
    }

    private static async Task<JsonElement?> ProgramTileAsync(EventDriver live, Invite speaker) => (await live.ProgramAsync()).GetProperty("scene").GetProperty("tiles").EnumerateArray()
        .Where(tile => tile.GetProperty("speaker").GetString() == speaker.Id).Select(tile => (JsonElement?)tile).FirstOrDefault();

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static async Task UntilAsync(long moment)
    {
        var left = moment - Now;
        if (left > 0) await Task.Delay(TimeSpan.FromMilliseconds(left), TimeProvider.System);
    }

    private void Say(FormattableString words)
    {
        var said = FormattableString.Invariant(words);
        lock (_words) _words.Add(said);
        output.WriteLine(said);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private sealed record Run(long Begin, long Dropped, long Stepped, long Cut, long Mended, long Back, long Moved, long End, string Rung);
}
