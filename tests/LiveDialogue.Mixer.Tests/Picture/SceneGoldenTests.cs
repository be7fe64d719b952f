using System.Collections.Immutable;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer.Tests.Picture;

/// <summary>One accepted frame for each scene.</summary>
public sealed class SceneGoldenTests
{
    private static readonly uint[] Walls = [0x7FA6B8, 0xB8A27F, 0x8FB88A, 0xB88A9F, 0x9A8FC0, 0xC0B04F, 0x6FA89A, 0xB07A5A, 0x8090A0, 0xA0B060, 0x709070, 0xC09080];

    private static readonly (string Speaker, Caption Caption)[] People =
    [
        ("goma", new("Espérance Mwamba", "Vaccinator, health zone of Karisimbi", "Goma · 15:04")),
        ("geneva", new("Dr Anne-Sophie Keller", "Director, polio eradication", "Genève · 14:04")),
        ("cairo", new("د. ليلى منصور", "مديرة المكتب الإقليمي", "القاهرة · 15:04")),
        ("suva", new("Mere Tuilagi", "Cold chain officer", "Suva · 01:04 +1")),
        ("addis", new("ሰላማዊት ተስፋዬ", "የጤና ባለሙያ", "አዲስ አበባ · 16:04")),
        ("delhi", new("अनीता शर्मा", "कार्यक्रम अधिकारी", "नई दिल्ली · 18:34")),
        ("kathmandu", new("सुनिता गुरुङ", "महिला सामुदायिक स्वास्थ्य स्वयंसेविका", "काठमाडौँ · 18:49")),
        ("bangkok", new("ศิริพร แก้วมณี", "เจ้าหน้าที่ประสานงาน", "กรุงเทพฯ · 20:04")),
        ("beijing", new("王晓明", "流行病学家", "北京 · 21:04")),
        ("kano", new("Aliyu Ibrahim Danladi", "Community leader", "Kano · 14:04")),
        ("lima", new("José Huamán", "Enfermero", "Lima · 08:04")),
        ("kyiv", new("Олена Ковальчук", "Лікарка", "Київ · 16:04")),
    ];

    private static readonly QuestionCard Question = new(
        "Amina, Kinshasa", "Combien d'enfants avez-vous vaccinés cette année dans les villages que la route n'atteint pas ?", "fr",
        new("How many children did you vaccinate this year in the villages the road does not reach?", "en", "translated"));

    [Fact]
    public Task Solo() => VerifyAsync("solo", new Scene.Solo("goma"));

    [Fact]
    public Task Side_by_side() => VerifyAsync("side-by-side", new Scene.SideBySide("goma", "cairo"));

    [Theory, InlineData(3), InlineData(4), InlineData(6), InlineData(8), InlineData(12)]
    public Task Grid(int count) => VerifyAsync($"grid-{count}", new Scene.Grid([.. People.Take(count).Select(person => person.Speaker)]));

    [Theory, InlineData(4), InlineData(11)]
    public Task With_strip(int count) => VerifyAsync($"strip-{count}", new Scene.WithStrip("geneva", [.. People.Where(person => person.Speaker != "geneva").Take(count).Select(person => person.Speaker)]));

    [Fact]
    public Task Shared_screen() => VerifyAsync("shared", new Scene.Shared("geneva", "geneva"));

    [Fact]
    public Task Slate_with_countdown() => VerifyAsync("slate", new Scene.Slate("Ending polio, together", "Tue 16 March · 14:00 Kinshasa · 15:00 Goma", new(1_000_000 + 754_000_000)));

    [Fact]
    public Task Be_right_back() => VerifyAsync("break", new Scene.BeRightBack("Back in a moment", "The connection to the field is being restored."));

    [Fact]
    public Task A_camera_that_is_off_shows_the_name() => VerifyAsync("camera-off", new Scene.SideBySide("goma", "cairo"), seen: ["goma"]);

    [Fact]
    public Task A_picture_that_stands_still_shows_its_age() => VerifyAsync("stalled", new Scene.SideBySide("goma", "geneva"), age: TimeSpan.FromSeconds(12.7));

    [Fact]
    public Task A_question_over_one_speaker() => VerifyAsync("card-solo", new Scene.Solo("geneva"), Question);

    [Fact]
    public Task A_question_over_four_speakers() => VerifyAsync("card-grid", new Scene.Grid([.. People.Take(4).Select(person => person.Speaker)]), Question);

    [Fact]
    public Task A_question_leaves_the_row_beneath_one_speaker_seen() =>
        VerifyAsync("card-strip", new Scene.WithStrip("geneva", [.. People.Where(person => person.Speaker != "geneva").Take(3).Select(person => person.Speaker)]), Question);

    private static async Task VerifyAsync(string name, Scene scene, QuestionCard? card = null, string[]? seen = null, TimeSpan age = default)
    {
        // Looked at in full size, compared in small: LIVEDIALOGUE_FRAMES names a folder for the large ones.
        if (Environment.GetEnvironmentVariable("LIVEDIALOGUE_FRAMES") is { Length: > 0 } folder)
        {
            using var large = Rig(1280, 720, seen, age);
            var picture = await large.SettleAsync(Picture(scene, card));
            await Golden.WriteAsync(picture, Path.Combine(folder, name + ".png"));
            picture.Release();
        }
        using var rig = Rig(640, 360, seen, age);
        var frame = await rig.SettleAsync(Picture(scene, card));
        await Golden.VerifyAsync(frame, name);
        frame.Release();
    }

    private static ProgramPicture Picture(Scene scene, QuestionCard? card) =>
        PictureRig.Picture(scene, People) with { Card = card, Branding = Branding.Default with { Logo = Logo() } };

    private static PictureRig Rig(int width, int height, string[]? seen, TimeSpan age)
    {
        var rig = new PictureRig(width, height);
        for (var at = 0; at < People.Length; at++)
            if (seen is null || seen.Contains(People[at].Speaker)) rig.AddCamera(People[at].Speaker, Walls[at], age: at == 0 ? age : default);
        rig.AddScreen("geneva");
        return rig;
    }

    private static Logo Logo()
    {
        var raster = new Raster(240, 80);
        raster.FillRounded(0, 0, 240, 80, 16, 0xFFFFFF, 1);
        raster.FillCircle(40, 40, 26, 0x0B6E99, 1);
        raster.FillRounded(80, 28, 140, 24, 12, 0x14202E, 1);
        return new(raster.Width, raster.Height, [.. raster.Bytes]);
    }
}
