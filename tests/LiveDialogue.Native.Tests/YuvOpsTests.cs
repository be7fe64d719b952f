using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Native.Tests;

public sealed class YuvOpsTests
{
    private static readonly YuvColour Grey = new(100, 120, 140), Bright = new(200, 90, 60);

    [Fact]
    public void Only_the_area_is_filled()
    {
        using var picture = Plain(16, 8, Grey);
        YuvOps.Fill(picture, new(4, 2, 6, 4), Bright);
        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 16; x++)
                Assert.Equal(x is >= 4 and < 10 && y is >= 2 and < 6 ? Bright.Y : Grey.Y, picture.Y[(y * 16) + x]);
        Assert.Equal(Bright.U, picture.U[(1 * 8) + 2]);
        Assert.Equal(Grey.U, picture.U[0]);
        Assert.Equal(3 * 2, picture.V.ToArray().Count(value => value == Bright.V));
    }

    [Fact]
    public void A_part_is_scaled_into_a_part()
    {
        using var from = Plain(32, 32, Grey);
        YuvOps.Fill(from, new(16, 16, 16, 16), Bright);
        using var to = Plain(16, 16, new(0, 0, 0));
        YuvOps.Scale(from, new(16, 16, 16, 16), to, new(8, 4, 8, 8), YuvFilter.Box);
        Assert.Equal(64, to.Y.ToArray().Count(value => value == Bright.Y));
        Assert.Equal(Bright.Y, to.Y[(4 * 16) + 8]);
        Assert.Equal(0, to.Y[(3 * 16) + 8]);
        Assert.Equal(16, to.U.ToArray().Count(value => value == Bright.U));
    }

    [Fact]
    public void A_copy_lands_where_it_was_sent()
    {
        using var from = Plain(8, 8, Bright);
        using var to = Plain(16, 16, Grey);
        YuvOps.Copy(from, new(2, 2, 4, 4), to, 10, 12);
        Assert.Equal(16, to.Y.ToArray().Count(value => value == Bright.Y));
        Assert.Equal(Bright.Y, to.Y[(15 * 16) + 13]);
    }

    [Theory, InlineData(0, 100), InlineData(64, 125), InlineData(128, 150), InlineData(256, 200)]
    public void Mix_and_tint_move_by_their_share(int share, int luma)
    {
        using var other = Plain(16, 8, Bright);
        using var mixed = Plain(16, 8, Grey);
        YuvOps.Mix(mixed, other, share);
        Assert.All(mixed.Y.ToArray(), value => Assert.InRange(value, luma - 1, luma + 1));

        using var tinted = Plain(16, 8, Grey);
        YuvOps.Tint(tinted, new(4, 2, 4, 4), other, share);
        Assert.InRange(tinted.Y[(2 * 16) + 4], luma - 1, luma + 1);
        Assert.Equal(Grey.Y, tinted.Y[0]);
    }

    [Fact]
    public void A_blend_follows_its_alpha_faded_or_not()
    {
        using var front = Plain(8, 8, Bright);
        using var alpha = new AlphaPlane(8, 8);
        alpha.Bytes[..32].Fill(255);
        alpha.Bytes[32..].Clear();
        using var back = Plain(16, 16, Grey);
        YuvOps.Blend(front, alpha, PictureArea.Whole(front), back, 4, 4);
        Assert.Equal((Bright.Y, Grey.Y), (back.Y[(4 * 16) + 4], back.Y[(8 * 16) + 4]));

        using var faded = new AlphaPlane(16, 16);
        using var half = Plain(16, 16, Grey);
        YuvOps.Fade(alpha, faded, 128);
        YuvOps.BlendFaded(front, faded, half, 4, 4);
        Assert.InRange(half.Y[(4 * 16) + 4], 148, 152);
        Assert.Equal(Grey.Y, half.Y[(8 * 16) + 4]);
    }

    [Fact]
    public void Premultiplied_pixels_come_apart_into_colour_and_alpha()
    {
        var rgba = new byte[4 * 4 * 4];
        for (var at = 0; at < rgba.Length; at += 4) (rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3]) = (128, 0, 0, 128);
        using var picture = new I420Picture(4, 4);
        using var alpha = new AlphaPlane(4, 4);
        YuvOps.FromPremultiplied(rgba, picture, alpha);
        var red = YuvColour.FromRgb(0xFF0000);
        Assert.All(alpha.Bytes.ToArray(), value => Assert.Equal(128, value));
        Assert.InRange(picture.Y[0], red.Y - 2, red.Y + 2);
        Assert.InRange(picture.V[0], red.V - 2, red.V + 2);
    }

    [Theory]
    [InlineData(-2, 0, 4, 4), InlineData(0, 0, 18, 4), InlineData(14, 0, 4, 4), InlineData(0, 0, 0, 4), InlineData(1, 0, 4, 4), InlineData(0, 0, 4, 3), InlineData(int.MaxValue - 1, 0, 4, 4)]
    public void An_area_outside_or_odd_is_refused_before_anything_is_written(int x, int y, int width, int height)
    {
        using var picture = Plain(16, 8, Grey);
        Assert.Throws<ArgumentOutOfRangeException>(() => YuvOps.Fill(picture, new(x, y, width, height), Bright));
        Assert.All(picture.Y.ToArray(), value => Assert.Equal(Grey.Y, value));
    }

    [Fact]
    public void A_picture_that_is_gone_is_refused()
    {
        var picture = Plain(16, 8, Grey);
        picture.Dispose();
        Assert.Throws<ObjectDisposedException>(() => YuvOps.Fill(picture, PictureArea.Whole(picture), Bright));
    }

    private static I420Picture Plain(int width, int height, YuvColour colour)
    {
        var picture = new I420Picture(width, height);
        YuvOps.Fill(picture, PictureArea.Whole(picture), colour);
        return picture;
    }
}
