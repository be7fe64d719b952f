using System.Net;
using System.Net.NetworkInformation;

namespace LiveDialogue.Testing;

/// <summary>Which ports of this machine somebody has opened: asks the system, not whoever is there.</summary>
public static class Listening
{
    public static bool ByTcp(int port) => Has(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), port);

    public static bool ByUdp(int port) => Has(IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners(), port);

    private static bool Has(IPEndPoint[] listeners, int port) => Array.Exists(listeners, listener => listener.Port == port);
}
