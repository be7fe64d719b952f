using System.Runtime.InteropServices;

namespace LiveDialogue.Simulator.Demo;

/// <summary>Sentences as espeak-ng speaks them, as samples of 48 kHz, mono.</summary>
internal static class Voice
{
    internal const int SamplesPerSecond = 48_000;

    internal static async Task<short[]> SpeakAsync(string sentence, string language, int number, CancellationToken ct)
    {
        // -p: each office its own pitch. The sentence goes by the standard input, so it can't be taken for an option.
        var pitch = 30 + (number * 17 % 50);
        using var speaker = Programs.Start("espeak-ng", ["-v", language, "-p", $"{pitch}", "-s", "150", "--stdin", "--stdout"], takesInput: true);
        using var resampler = Programs.Start(
            "ffmpeg",
            ["-hide_banner", "-loglevel", "error", "-f", "wav", "-i", "pipe:0", "-ar", $"{SamplesPerSecond}", "-ac", "1", "-f", "s16le", "pipe:1"],
            takesInput: true);
        await speaker.StandardInput.WriteAsync(sentence.AsMemory(), ct);
        speaker.StandardInput.Close();
        var feeding = FeedAsync(speaker.StandardOutput.BaseStream, resampler.StandardInput.BaseStream, ct);
        using var pcm = new MemoryStream();
        await resampler.StandardOutput.BaseStream.CopyToAsync(pcm, ct);
        await feeding;
        await Task.WhenAll(speaker.WaitForExitAsync(ct), resampler.WaitForExitAsync(ct));
        return MemoryMarshal.Cast<byte, short>(pcm.GetBuffer().AsSpan(0, (int)pcm.Length & ~1)).ToArray();
    }

    private static async Task FeedAsync(Stream from, Stream to, CancellationToken ct)
    {
        await using (to) await from.CopyToAsync(to, ct);
    }
}
