using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Testing;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Real decoders; each waited for, in virtual time.</summary>
public sealed class VideoInputTests
{
    [Theory]
    [InlineData("Vp8", 320, 180)]
    [InlineData("H264", 320, 180)]
    [InlineData("Vp8", 213, 121)]
    public async Task Every_frame_that_goes_in_comes_out(string codec, int width, int height)
    {
        using var camera = new Camera();
        var clip = Clip.Of(Enum.Parse<InputCodec>(codec), width, height);
        for (var i = 0; i < clip.Frames.Count; i++) await camera.ShowAsync(clip, i);
        Assert.Equal((width & ~1, height & ~1), camera.Shown());
        Assert.Equal(clip.Frames.Count, camera.Decoded);
        Assert.Equal(1, camera.Input.Feed.DecodersStarted);
        Assert.InRange(camera.Observed.Keyframes.Count, 0, 1);      // at the first packet, in case it isn't a keyframe's
    }

    [Fact]
    public async Task The_picture_is_the_one_that_was_sent()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 10; i++) await camera.ShowAsync(clip, i);
        var picture = camera.Inputs.Take(Camera.Source, camera.Now);
        // Of ffmpeg's test picture, the left edge is its darkest colour bar's neighbour; what matters: not grey, not green, not empty.
        var expected = Clip.Run(["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30:d=2", "-vf", "select=eq(n\\,9)", "-frames:v", "1", "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"]);
        var difference = 0L;
        for (var i = 0; i < expected.Length; i++) difference += Math.Abs(expected[i] - picture.Frame!.Picture.Bytes[i]);
        picture.Frame!.Release();
        Assert.InRange(difference / (double)expected.Length, 0, 8);
    }

    [Fact]
    public async Task After_a_lost_packet_nothing_is_decoded_until_a_keyframe_which_is_asked_for()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 5; i++) await camera.ShowAsync(clip, i);
        camera.Observed.Keyframes.Clear();
        camera.Send(clip, 5, isLost: _ => true);
        for (var i = 6; i < Clip.KeyframeEvery; i++) camera.Send(clip, i);
        await camera.SettleAsync(() => !camera.Observed.Keyframes.IsEmpty, "a keyframe was asked for");
        Assert.Equal(5, camera.Decoded);
        for (var i = Clip.KeyframeEvery; i < 20; i++) await camera.ShowAsync(clip, i);
        Assert.Equal(10, camera.Decoded);
    }

    [Fact]
    public async Task A_change_of_size_takes_a_new_decoder_and_loses_no_frame()
    {
        using var camera = new Camera();
        var (small, large) = (Clip.Of(InputCodec.Vp8, 320, 180), Clip.Of(InputCodec.Vp8, 640, 360));
        for (var i = 0; i < 45; i++) await camera.ShowAsync(small, i);
        for (var i = 0; i < 45; i++) await camera.ShowAsync(large, i);
        Assert.Equal((640, 360), camera.Shown());
        Assert.Equal(2, camera.Input.Feed.DecodersStarted);
    }

    [Fact]
    public async Task A_sender_that_changes_size_all_the_time_gets_one_decoder_for_all()
    {
        using var camera = new Camera();
        var (small, large) = (Clip.Of(InputCodec.Vp8, 320, 180), Clip.Of(InputCodec.Vp8, 640, 360));
        for (var change = 0; change < 8; change++)
            for (var i = 0; i < 10; i++) await camera.ShowAsync(change % 2 == 0 ? small : large, i);
        Assert.Equal((640, 360), camera.Shown());
        Assert.Equal(2, camera.Input.Feed.DecodersStarted);
    }

    [Fact]
    public async Task A_killed_decoder_is_replaced_at_once()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 10; i++) await camera.ShowAsync(clip, i);
        camera.Observed.Keyframes.Clear();
        camera.Input.Feed.Decoder!.Kill();
        await camera.SettleAsync(() => !camera.Observed.Keyframes.IsEmpty, "the death was seen");
        Assert.Equal((320, 180), camera.Shown());
        for (var i = 0; i < 10; i++) await camera.ShowAsync(clip, i);
        Assert.Equal(2, camera.Input.Feed.DecodersStarted);
    }

    [Fact]
    public async Task A_fault_of_ours_while_starting_or_reading_a_decoder_costs_that_decoder_and_nothing_else()
    {
        using var camera = new Camera(new FaultyStarter());
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 900 && camera.Decoded == 0; i++)
        {
            camera.Send(clip, i);
            await camera.KeepPaceAsync();
        }
        await camera.SettleAsync(() => camera.Decoded > 0, "the third decoder gave pictures");
        Assert.Equal(2, camera.Input.Feed.DecodersStarted);
    }

    [Fact]
    public async Task A_frozen_decoder_is_killed_after_a_second_and_replaced()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 10; i++) await camera.ShowAsync(clip, i);
        camera.Observed.Keyframes.Clear();
        Signals.Stop(camera.Input.Feed.Decoder!.ProcessId);
        for (var i = 10; i < 15; i++) camera.Send(clip, i);
        await camera.SettleAsync(() => camera.Input.Feed.Decoder is { IsWaiting: true }, "frames wait in the frozen decoder");
        for (var i = 0; i < 45 && camera.Observed.Keyframes.IsEmpty; i++) camera.Send(clip, i);
        await camera.SettleAsync(() => !camera.Observed.Keyframes.IsEmpty, "the frozen decoder was found");
        for (var i = 0; i < 10; i++) await camera.ShowAsync(clip, i);
        Assert.Equal(2, camera.Input.Feed.DecodersStarted);
    }

    [Fact]
    public async Task A_picture_that_stands_still_ends_no_decoder_even_when_a_frame_before_gave_none()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 5; i++) await camera.ShowAsync(clip, i);
        var hidden = clip.Frames[5].ToArray();
        hidden[0] &= 0xEF;                                          // show_frame, RFC 6386 §9.1
        camera.Send(clip with { Frames = [hidden] }, 0);
        for (var i = 6; i < 10; i++) await camera.ShowAsync(clip, i);
        for (var i = 0; i < 100; i++) camera.Advance(20.Milliseconds());
        Assert.True(camera.Input.Feed.Decoder is { IsWaiting: true });
        await camera.ShowAsync(clip, 10);
        Assert.Equal(1, camera.Input.Feed.DecodersStarted);
    }

    [Theory]
    [InlineData("Vp8", 1)]
    [InlineData("Vp8", 2)]
    [InlineData("H264", 3)]
    public async Task Damaged_frames_end_nothing(string codec, int seed)
    {
        using var camera = new Camera();
        var random = new SeededRandom(seed);
        var clip = Clip.Of(Enum.Parse<InputCodec>(codec), 320, 180);
        var damaged = clip with { Frames = [.. clip.Frames.Select(frame => Damage(frame, random))] };
        for (var i = 0; i < 10; i++) await camera.ShowAsync(clip, i);
        for (var i = 0; i < damaged.Frames.Count; i++) camera.Send(damaged, i);
        // The old picture may be gone with what the damage did to the decoder; a keyframe brings it back, whatever happened.
        var before = camera.Decoded;
        for (var i = 0; i < 600 && camera.Decoded < before + 20; i++)
        {
            camera.Send(clip, i);
            await camera.KeepPaceAsync();
        }
        await camera.SettleAsync(() => camera.Decoded >= before + 20, "pictures came again");
    }

    [Fact]
    public async Task A_picture_too_large_to_decode_is_refused_and_a_smaller_one_taken_again()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        var huge = clip.Frames[0].ToArray();
        (huge[6], huge[7]) = (0xFF, 0x1F);                          // 8191 wide
        for (var i = 0; i < 3; i++) await camera.ShowAsync(clip, i);
        camera.Send(clip with { Frames = [huge] }, 0);
        await camera.SettleAsync(() => camera.Input.Feed.Decoder is null, "the large picture was refused");
        for (var i = 0; i < 50; i++) camera.Advance(20.Milliseconds());
        for (var i = 0; i < 3; i++) await camera.ShowAsync(clip, i);
        Assert.Equal((320, 180), camera.Shown());
    }

    [Fact]
    public async Task A_sender_that_alternates_with_pictures_too_large_starts_no_more_than_a_decoder_a_second_and_is_spoken_of_once()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        var huge = clip.Frames[0].ToArray();
        (huge[6], huge[7]) = (0xFF, 0x1F);                          // 8191 wide
        var turns = clip with { Frames = [clip.Frames[0], huge] };
        for (var i = 0; i < 120; i++)                               // four seconds
        {
            camera.Send(turns, i);
            await camera.SettleAsync(() => camera.Input.PacketsWaiting == 0, "the packets were taken in");
        }
        Assert.InRange(camera.Input.Feed.DecodersStarted, 2, 5);
        Assert.Single(camera.Said.Lines, line => line.Contains("more than is decoded here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sender_that_alternates_between_codecs_starts_no_more_than_a_decoder_a_second()
    {
        using var camera = new Camera();
        var (one, other) = (Clip.Of(InputCodec.Vp8, 320, 180), Clip.Of(InputCodec.H264, 320, 180));
        for (var i = 0; i < 120; i++)                               // four seconds
        {
            camera.Send(i % 2 == 0 ? one : other, 0);
            await camera.SettleAsync(() => camera.Input.PacketsWaiting == 0, "the packets were taken in");
        }
        Assert.InRange(camera.Input.Feed.DecodersStarted, 1, 6);
    }

    [Fact]
    public async Task A_camera_that_stops_keeps_its_last_picture_for_thirty_seconds()
    {
        using var camera = new Camera();
        var clip = Clip.Of(InputCodec.Vp8, 320, 180);
        for (var i = 0; i < 3; i++) await camera.ShowAsync(clip, i);
        Assert.NotNull(camera.Shown());
        for (var i = 0; i < 1490; i++) camera.Advance(20.Milliseconds());
        var picture = camera.Inputs.Take(Camera.Source, camera.Now);
        Assert.InRange(picture.Age, 29_600.Milliseconds(), 30.Seconds());
        picture.Frame!.Release();
        for (var i = 0; i < 20; i++) camera.Advance(20.Milliseconds());
        Assert.Null(camera.Shown());
    }

    [Fact]
    public void What_nobody_named_or_nobody_can_read_is_dropped()
    {
        using var camera = new Camera();
        camera.Inputs.Receive(new("nobody", SourceKind.Camera), InputCodec.Vp8, [0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0], 0, camera.Now);
        Assert.Null(camera.Inputs.Find("nobody"));
        var random = new SeededRandom(7);
        var junk = new byte[200];
        for (var i = 0; i < 500; i++)
        {
            random.Fill(junk);
            if (i % 2 == 0) junk[0] = 0x80;
            camera.SendBytes(i % 3 == 0 ? InputCodec.H264 : InputCodec.Vp8, junk.AsSpan(0, random.Next(200)));
            camera.Inputs.Receive(new("amina", SourceKind.Voice), InputCodec.Opus, junk.AsSpan(0, random.Next(200)), 0, camera.Now);
            camera.Advance(20.Milliseconds());
        }
        Assert.Null(camera.Shown());
    }

    private static byte[] Damage(byte[] frame, SeededRandom random)
    {
        var damaged = frame.ToArray();
        for (var i = 0; i < 1 + (damaged.Length / 50); i++) damaged[random.Next(damaged.Length)] = (byte)random.NextBits();
        return damaged;
    }
}
