using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Inputs;

public sealed class PhotoTests
{
    [Theory]
    [InlineData("mjpeg", 400, 301, 400, 300)]
    [InlineData("png", 401, 300, 400, 300)]
    [InlineData("mjpeg", 3000, 2000, 1080, 720)]
    public async Task A_photo_stands_in_for_a_camera_that_sends_nothing(string codec, int width, int height, int shownWidth, int shownHeight)
    {
        using var camera = new Camera();
        Assert.True(await camera.Inputs.SetPhotoAsync("amina", Image(codec, $"color=c=red:s={width}x{height}"), isMoment: false, CancellationToken.None));
        var picture = camera.Inputs.Take(Camera.Source, camera.Now);
        Assert.True(picture.IsPhoto);
        Assert.Equal((shownWidth, shownHeight), (picture.Frame!.Width, picture.Frame.Height));
        var shown = picture.Frame.Picture;
        var middle = (shown.Height / 2 * shown.Width) + (shown.Width / 2);
        // Red in BT.601, limited range.
        Assert.InRange(shown.Y[middle], 76, 86);
        Assert.InRange(shown.V[(shown.Height / 4 * shown.Width / 2) + (shown.Width / 4)], 230, 245);
        picture.Frame.Release();

        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 3; i++) await camera.ShowAsync(clip, i);
        Assert.Equal((320, 180), camera.Shown());
        for (var i = 0; i < 1501; i++) camera.Advance(20.Milliseconds());
        Assert.Equal((shownWidth, shownHeight), camera.Shown());
    }

    [Fact]
    public async Task A_photo_that_came_before_the_speaker_is_kept_and_a_hidden_speaker_has_none()
    {
        using var camera = new Camera();
        Assert.True(await camera.Inputs.SetPhotoAsync("joseph", Image("png", "color=c=blue:s=64x64"), isMoment: false, CancellationToken.None));
        camera.Inputs.Set([new("joseph", Audible: true, Visible: true, 0)]);
        var source = Camera.Source with { Speaker = "joseph" };
        var picture = camera.Inputs.Take(source, camera.Now);
        Assert.True(picture.IsPhoto);
        picture.Frame!.Release();
        camera.Inputs.Set([new("joseph", Audible: true, Visible: false, 0)]);
        Assert.Null(camera.Inputs.Take(source, camera.Now).Frame);
    }

    [Fact]
    public async Task A_photo_of_the_moment_takes_over_from_an_older_picture_and_says_its_age()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 3; i++) await camera.ShowAsync(clip, i);
        camera.Advance(500.Milliseconds());
        Assert.True(await camera.Inputs.SetPhotoAsync("amina", Image("mjpeg", "color=c=red:s=160x90"), isMoment: true, CancellationToken.None));
        Assert.Equal((320, 180), camera.Shown());                   // the camera may only have paused

        for (var i = 0; i < 60; i++) camera.Advance(20.Milliseconds());
        Assert.Equal((160, 90), camera.Shown());
        var shown = camera.Inputs.Take(Camera.Source, camera.Now);
        shown.Frame!.Release();
        Assert.Equal((true, 1.2), (shown.IsPhoto, Math.Round(shown.Age.TotalSeconds, 1)));

        for (var i = 3; i < 6; i++) await camera.ShowAsync(clip, i);
        Assert.Equal((320, 180), camera.Shown());                   // what moves is newer
    }

    [Fact]
    public async Task A_camera_that_is_off_shows_the_photo_where_that_is_allowed()
    {
        using var camera = new Camera();
        Assert.True(await camera.Inputs.SetPhotoAsync("amina", Image("png", "color=c=blue:s=64x64"), isMoment: false, CancellationToken.None));
        camera.Inputs.Set([new("amina", Audible: true, Visible: false, 0) { ShowsPhoto = true }]);
        Assert.Equal((64, 64), camera.Shown());
        camera.Inputs.Set([new("amina", Audible: true, Visible: false, 0)]);
        Assert.Null(camera.Shown());
    }

    [Fact]
    public async Task A_camera_that_is_off_shows_nothing_that_it_saw_and_the_portrait_is_kept_beneath_the_moments()
    {
        using var camera = new Camera();
        var moment = Image("mjpeg", "color=c=red:s=160x90");
        Assert.True(await camera.Inputs.SetPhotoAsync("amina", moment, isMoment: true, CancellationToken.None));
        Assert.Equal((160, 90), camera.Shown());
        Off();
        Assert.Null(camera.Shown());
        Assert.True(await camera.Inputs.SetPhotoAsync("amina", Image("png", "color=c=blue:s=64x64"), isMoment: false, CancellationToken.None));
        Assert.True(await camera.Inputs.SetPhotoAsync("amina", moment, isMoment: true, CancellationToken.None));
        Assert.Equal((64, 64), camera.Shown());
        On();
        Assert.Equal((160, 90), camera.Shown());

        camera.Inputs.ForgetSeen("amina");
        Assert.Equal((64, 64), camera.Shown());
        camera.Inputs.Set([]);                                      // also for when the speaker comes back
        On();
        Assert.Equal((64, 64), camera.Shown());
        camera.Inputs.RemovePhoto("amina");
        Assert.Null(camera.Shown());

        void Off() => camera.Inputs.Set([new("amina", Audible: true, Visible: false, 0) { ShowsPhoto = true }]);
        void On() => camera.Inputs.Set([new("amina", Audible: true, Visible: true, 0)]);
    }

    [Fact]
    public async Task The_last_picture_of_a_camera_that_was_switched_off_does_not_come_back_with_the_camera()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 3; i++) await camera.ShowAsync(clip, i);
        Assert.Equal((320, 180), camera.Shown());
        camera.Inputs.Set([new("amina", Audible: true, Visible: false, 0)]);
        camera.Inputs.Set([new("amina", Audible: true, Visible: true, 0)]);
        camera.Advance(20.Milliseconds());
        Assert.Null(camera.Shown());
        for (var i = 3; i < 6; i++) await camera.ShowAsync(clip, i);
        Assert.Equal((320, 180), camera.Shown());
    }

    [Fact]
    public async Task What_a_camera_sent_before_it_was_off_for_a_moment_is_shown_no_more_though_nobody_saw_it_off()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 3; i++) await camera.ShowAsync(clip, i);
        Assert.Equal((320, 180), camera.Shown());
        camera.Inputs.ForgetSeen("amina");
        Assert.Null(camera.Shown());                                // not the last one, nor what waited behind it
        camera.Advance(20.Milliseconds());
        Assert.Null(camera.Shown());
        await camera.ShowAsync(clip, 3);
        Assert.Equal((320, 180), camera.Shown());

        var decoded = camera.Decoded;
        camera.Send(clip, 4);
        camera.Inputs.ForgetSeen("amina");                          // still in the decoder
        await Eventually.TrueAsync(() => camera.Decoded > decoded, "the last picture came out of the decoder");
        camera.Advance(20.Milliseconds());
        Assert.Null(camera.Shown());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_photo_that_is_taken_back_while_it_is_decoded_does_not_stay(bool isMoment)
    {
        var starter = new CountingStarter();
        using var camera = new Camera(starter);
        starter.Before = () =>
        {
            if (isMoment) camera.Inputs.ForgetSeen("amina");
            else camera.Inputs.RemovePhoto("amina");
        };
        var image = Image("png", "color=c=blue:s=64x64");
        Assert.True(await camera.Inputs.SetPhotoAsync("amina", image, isMoment, CancellationToken.None));
        Assert.Null(camera.Shown());
        starter.Before = null;
        Assert.True(await camera.Inputs.SetPhotoAsync("amina", image, isMoment, CancellationToken.None));
        Assert.Equal((64, 64), camera.Shown());
    }

    [Fact]
    public async Task Many_photos_at_once_are_decoded_two_at_a_time()
    {
        var starter = new CountingStarter();
        using var camera = new Camera(starter);
        var image = Image("png", "color=c=blue:s=64x64");
        var decoded = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => camera.Inputs.SetPhotoAsync("amina", image, isMoment: false, CancellationToken.None))));
        Assert.All(decoded, Assert.True);
        Assert.InRange(starter.MostAtOnce, 1, 2);
        Assert.Equal(["nice", "-n", "19", "ffmpeg"], [starter.Last!.Program, .. starter.Last.Arguments.Take(3)]);    // after the program's own workers
    }

    [Fact]
    public async Task What_is_no_picture_or_too_large_is_refused()
    {
        using var camera = new Camera();
        var png = Image("png", "color=c=red:s=64x64");
        var bomb = png.ToArray();
        (bomb[18], bomb[22]) = (0x40, 0x40);                        // says 16448 x 16448
        var cut = png[..40];
        foreach (var image in new[] { bomb, cut, [], "GIF89a"u8.ToArray(), new byte[] { 0xFF, 0xD8, 0xFF, 0xD9 } })
            Assert.False(await camera.Inputs.SetPhotoAsync("amina", image, isMoment: false, CancellationToken.None));
        Assert.Null(camera.Shown());
    }

    [Fact]
    public async Task A_picture_larger_than_it_says_at_first_is_refused()
    {
        using var camera = new Camera();
        var (small, large) = (Image("mjpeg", "color=c=red:s=64x64"), Image("mjpeg", "color=c=red:s=8000x8000"));
        // A start of frame of 64 x 64 before the real one: the first is what we read, the last is what decoders believe.
        var at = small.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        var length = (small[at + 2] << 8) + small[at + 3] + 2;
        byte[] twofold = [0xFF, 0xD8, .. small.AsSpan(at, length), .. large.AsSpan(2)];
        Assert.True(ImageSize.TryRead(twofold, out var size));
        Assert.Equal(64, size.Width);
        Assert.False(await camera.Inputs.SetPhotoAsync("amina", twofold, isMoment: false, CancellationToken.None));
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Reading_a_size_never_fails_whatever_the_bytes(int seed)
    {
        var random = new SeededRandom(seed);
        var jpeg = Image("mjpeg", "testsrc2=s=320x180");
        Assert.True(ImageSize.TryRead(jpeg, out var size));
        Assert.Equal(new(ImageKind.Jpeg, 320, 180), size);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = jpeg.AsSpan(0, random.Next(700)).ToArray();
            for (var i = 0; i < 5 && damaged.Length > 0; i++) damaged[random.Next(damaged.Length)] = (byte)random.NextBits();
            if (ImageSize.TryRead(damaged, out size)) Assert.True(size is { Width: > 0, Height: > 0 });
        }
    }

    private static byte[] Image(string codec, string source) =>
        Clip.Run(["-v", "error", "-nostdin", "-f", "lavfi", "-i", source, "-frames:v", "1", "-pix_fmt", codec == "png" ? "rgb24" : "yuvj420p", "-c:v", codec, "-f", "image2pipe", "pipe:1"]);
}
