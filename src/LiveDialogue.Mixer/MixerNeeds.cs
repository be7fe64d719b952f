using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Io;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Native.Opus;
using LiveDialogue.Native.Yuv;

namespace LiveDialogue.Mixer;

/// <summary>What a machine must have for a program.</summary>
public static class MixerNeeds
{
    /// <summary>Whether encoders' sockets can be made there; makes the folder.</summary>
    /// <exception cref="IOException">The folder can't be made.</exception>
    public static bool TakesSockets(string folder)
    {
        RunFolder.Make(folder);
        try
        {
            using var socket = new UnitSocket(Path.Combine(folder, "try"));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <returns>What is missing, as a sentence for the operator; null for nothing.</returns>
    public static string? Missing(string ffmpegPath)
    {
        if (WorkerWrapping.Find(ffmpegPath) is null) return $"{ffmpegPath} isn't installed, or isn't on the PATH: install the package ffmpeg.";
        try
        {
            YuvOps.RequireLibrary();
            using var encoder = new OpusEncoder(channels: 2, bitsPerSecond: 96_000, OpusUse.Program);
            return null;
        }
        catch (YuvMissingException missing)
        {
            return missing.Message;
        }
        catch (DllNotFoundException)
        {
            return "libopus can't be loaded: install the package libopus0.";
        }
    }
}
