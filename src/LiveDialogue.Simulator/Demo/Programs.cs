using System.ComponentModel;
using System.Diagnostics;

namespace LiveDialogue.Simulator.Demo;

/// <summary>Runs ffmpeg and espeak-ng. Arguments go as a list, never through a shell.</summary>
internal static class Programs
{
    internal static Process Start(string program, IEnumerable<string> arguments, string? zone = null, bool takesInput = false)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = takesInput };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (zone is not null) start.Environment["TZ"] = zone;
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"The demo needs {program}: install the package of that name.", missing);
        }
    }

    internal static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it ended by itself just now
        }
    }
}
