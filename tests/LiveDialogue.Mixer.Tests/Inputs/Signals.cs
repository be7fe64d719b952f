using System.Diagnostics;
using System.Globalization;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>Signals to a process a test owns.</summary>
internal static class Signals
{
    public static void Stop(int process)
    {
        using var kill = Process.Start("kill", ["-STOP", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
