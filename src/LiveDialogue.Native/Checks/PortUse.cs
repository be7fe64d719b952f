using System.Net;
using System.Net.Sockets;

namespace LiveDialogue.Native.Checks;

/// <summary>Whether a port can be had on an address of this machine.</summary>
public enum PortUse
{
    Free,
    Taken,

    /// <summary>The address is none of this machine's.</summary>
    NotOurs,

    /// <summary>The system doesn't let this user have it.</summary>
    Forbidden,
}

/// <summary>Binds a port for a moment, to see whether it can be had.</summary>
public static class Ports
{
    public static PortUse Use(IPEndPoint endpoint, bool tcp)
    {
        using var socket = new Socket(endpoint.AddressFamily, tcp ? SocketType.Stream : SocketType.Dgram, tcp ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            // As the server itself: connections that a stop left behind are no hindrance.
            if (tcp && OperatingSystem.IsLinux()) socket.SetRawSocketOption(1, 2, BitConverter.GetBytes(1));
            socket.Bind(endpoint);
            if (tcp) socket.Listen(1);
            return PortUse.Free;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => PortUse.Taken,
                SocketError.AddressNotAvailable => PortUse.NotOurs,
                _ => PortUse.Forbidden,
            };
        }
    }
}
