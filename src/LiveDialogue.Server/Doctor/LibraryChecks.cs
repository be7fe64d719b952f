using System.Diagnostics;
using LiveDialogue.Mixer;
using LiveDialogue.Native.OpenSsl;

namespace LiveDialogue.Server.Doctor;

/// <summary>What must be installed beside the program.</summary>
internal static class LibraryChecks
{
    // What the mixer asks ffmpeg for, and what else recordings and pushes need.
    private static readonly string[] Encoders = ["libx264", "aac"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static IEnumerable<Finding> Look(Patient patient)
    {
        yield return OpenSsl();
        if (!patient.Program.Enabled)
        {
            yield return Finding.Warning("program", "off (Program:Enabled is false): the audience sees the speakers themselves, and there is no HLS and no recording");
            yield break;
        }
        if (MixerNeeds.Missing(patient.Program.Ffmpeg) is { } missing)
        {
            yield return Finding.Problem("program", $"can't be made: {missing}");
            yield break;
        }
        yield return Finding.Ok("program", "ffmpeg, libyuv and libopus are there");
        var lacks = Encoders.Except(Known(patient.Program.Ffmpeg), StringComparer.Ordinal).ToList();
        yield return lacks.Count == 0
            ? Finding.Ok("codecs", $"ffmpeg encodes {string.Join(" and ", Encoders)}")
            : Finding.Problem("codecs", $"ffmpeg lacks {string.Join(" and ", lacks)}: install the distribution's whole ffmpeg, not a small build");
    }

    private static Finding OpenSsl()
    {
        try
        {
            _ = new OpenSslDtlsFactory();
            return Finding.Ok("OpenSSL", "version 3 is there");
        }
        catch (OpenSslMissingException missing)
        {
            return Finding.Problem("OpenSSL", missing.Message);
        }
    }

    private static IReadOnlyList<string> Known(string ffmpeg)
    {
        using var process = Process.Start(new ProcessStartInfo(ffmpeg, ["-hide_banner", "-loglevel", "quiet", "-encoders"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true });
        if (process is null) return [];
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        if (!process.WaitForExit(Patience)) process.Kill();
        // " V....D libx264              libx264 H.264 / AVC …"
        return [.. lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1).Select(words => words[1])];
    }
}
