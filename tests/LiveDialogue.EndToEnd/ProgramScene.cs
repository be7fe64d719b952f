using System.Text.Json;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LiveDialogue.EndToEnd;

/// <summary>A server with a program: who is in it, and what of them those who watch see.</summary>
public abstract class ProgramScene(ITestOutputHelper output) : LiveScene
{
    private protected static readonly (string Name, string Zone, (byte R, byte G, byte B) Colour, int Hertz)[] Offices =
    [
        ("Amina", "Africa/Lubumbashi", (192, 40, 40), 440),
        ("Bikash", "Asia/Kathmandu", (40, 60, 192), 660),
        ("Chloé", "Europe/Zurich", (40, 150, 60), 880),
        ("Dina", "Pacific/Fiji", (190, 160, 30), 1100),
    ];

    private protected List<string> Figures { get; } = [];

    /// <summary>The pages of those on air, in the order of <see cref="Offices"/>.</summary>
    private protected List<IPage> Stage { get; } = [];

    private protected async Task<IReadOnlyList<Invite>> PutOnAirAsync(EventDriver live, IReadOnlyList<(string Name, string Zone, (byte R, byte G, byte B) Colour, int Hertz)> offices)
    {
        var browser = await Browsers.LaunchAsync();
        var speakers = new List<Invite>();
        foreach (var office in offices)
        {
            var speaker = await live.InviteAsync("speaker", office.Name, office.Zone);
            await live.StageAsync(speaker, "on-air");
            Stage.Add(await People.PatternSpeakerAsync(browser, speaker, office.Colour, office.Hertz, onAir: true));
            await live.SpeakerIsAsync(speaker, "link", "good");
            speakers.Add(speaker);
        }
        return speakers;
    }

    private protected static Task SeesAllAsync(string who, ILocator video, EventDriver live, IReadOnlyList<Invite> speakers, TimeSpan? patience = null) =>
        Eventually.HoldsAsync($"{who} sees all {speakers.Count} in the program", async () => await SeenAsync(video, live, speakers) == speakers.Count, patience);

    /// <returns>How many are in their tiles, in their colour.</returns>
    private protected static async Task<int> SeenAsync(ILocator video, EventDriver live, IReadOnlyList<Invite> speakers)
    {
        var seen = 0;
        for (var i = 0; i < speakers.Count; i++)
            if (await video.ReadTileAsync(await TileAsync(live, speakers[i])) is { } reading && reading.IsAbout(Offices[i].Colour)) seen++;
        return seen;
    }

    private protected static async Task<JsonElement?> TileAsync(EventDriver live, Invite speaker, string source = "camera") =>
        TileOf(await live.ProgramAsync(), speaker, source);

    /// <returns>Null while the speaker isn't in the picture.</returns>
    private protected static JsonElement? TileOf(JsonElement program, Invite speaker, string source) => program.GetProperty("scene").GetProperty("tiles").EnumerateArray()
        .Where(tile => tile.GetProperty("speaker").GetString() == speaker.Id && tile.GetProperty("source").GetString() == source)
        .Select(tile => (JsonElement?)tile).FirstOrDefault();

    private protected static string? Output(JsonElement program, string kind) =>
        program.GetProperty("outputs").EnumerateArray().Where(o => o.GetProperty("kind").GetString() == kind).Select(o => o.GetProperty("state").GetString()).FirstOrDefault();

    private protected Task<string> TextAsync(EventDriver live, string name) => Server.Anyone.GetStringAsync(new Uri($"/live/{live.Slug}/{name}", UriKind.Relative));

    /// <summary>Of the master list, in its order.</summary>
    private protected async Task<IReadOnlyList<string>> VariantsAsync(EventDriver live)
    {
        var lines = (await TextAsync(live, "main.m3u8")).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Where(line => !line.StartsWith('#')).Distinct()];
    }

    private protected async Task<IReadOnlyList<string>> MediaListsAsync(EventDriver live)
    {
        var lists = new List<string>();
        foreach (var variant in await VariantsAsync(live)) lists.Add(await TextAsync(live, variant));
        return lists;
    }

    /// <summary>Waits until the recording can be downloaded, and plays it through.</summary>
    /// <returns>Where it is.</returns>
    private protected async Task<string> RecordingAsync(EventDriver live, string name)
    {
        var file = RepositoryRoot.Artifacts("media", name);
        await Eventually.HoldsAsync("the recording can be downloaded", async () =>
        {
            using var answer = await Server.Anyone.GetAsync($"/live/{live.Slug}/recording.mp4");
            if (!answer.IsSuccessStatusCode) return false;
            await using var target = File.Create(file);
            await answer.Content.CopyToAsync(target);
            return true;
        });
        await IsPlayableAsync(file, 1280, 720);
        return file;
    }

    private protected static async Task IsPlayableAsync(string file, int width, int height)
    {
        using var probed = JsonDocument.Parse(await Tool.OutputAsync("ffprobe", "-v", "error", "-show_streams", "-of", "json", file));
        var streams = probed.RootElement.GetProperty("streams").EnumerateArray().ToArray();
        var video = Assert.Single(streams, s => s.GetProperty("codec_type").GetString() == "video");
        Assert.Equal(("h264", width, height), (video.GetProperty("codec_name").GetString(), video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()));
        Assert.Equal("aac", Assert.Single(streams, s => s.GetProperty("codec_type").GetString() == "audio").GetProperty("codec_name").GetString());
        Assert.Equal("", await Tool.OutputAsync("ffmpeg", "-nostdin", "-v", "error", "-i", file, "-f", "null", "-"));
    }

    private protected void Say(string figure)
    {
        output.WriteLine(figure);
        Figures.Add(figure);
    }
}
