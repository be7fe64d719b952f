using LiveDialogue.Native.Opus;
using LiveDialogue.Native.Tests.OpenSsl;

namespace LiveDialogue.Native.Tests.Opus;

[Collection(HandleCounting.Name)]
public sealed class OpusTests
{
    [Fact]
    public void A_tone_survives_encoding()
    {
        using var encoder = new OpusEncoder(channels: 1, bitsPerSecond: 32_000);
        using var decoder = new OpusDecoder(channels: 1);
        Span<byte> packet = stackalloc byte[400];
        var (pcm, heard) = (new short[960], new short[960]);
        var energy = 0d;
        for (var frame = 0; frame < 20; frame++)
        {
            for (var i = 0; i < 960; i++) pcm[i] = (short)(10_000 * Math.Sin(2 * Math.PI * 440 * ((frame * 960) + i) / 48_000));
            var length = encoder.Encode(pcm, packet);
            Assert.InRange(length, 10, 200);
            Assert.Equal(960, decoder.Decode(packet[..length], heard));
            if (frame > 5) energy += heard.Average(s => (double)s * s);
        }
        Assert.InRange(Math.Sqrt(energy / 14), 5000, 9000);
    }

    [Fact]
    public void What_is_not_Opus_or_of_no_valid_size_gives_nothing()
    {
        using var encoder = new OpusEncoder(1, 32_000);
        using var decoder = new OpusDecoder(1);

        Assert.Equal(0, encoder.Encode(new short[17], new byte[100]));
        Assert.Equal(0, decoder.Decode([0xFF, 0xFF, 0xFF], new short[10]));
    }
}
