using System.Buffers.Binary;
using LiveDialogue.Sfu.Io;

namespace LiveDialogue.Native.Linux;

/// <summary>sockaddr_in and sockaddr_in6 as bytes. The family is in host order, the rest in network order.</summary>
internal static class SocketName
{
    /// <summary>Room for the longer of the two.</summary>
    internal const int Capacity = 28;
    private const int IPv4Length = 16;
    private const ushort FamilyIPv4 = 2, FamilyIPv6 = 10;

    /// <param name="name">At least <see cref="Capacity"/> bytes, zero but for what was written here before.</param>
    internal static uint Write(Span<byte> name, in TransportAddress address)
    {
        if (address.IsIPv4)
        {
            BitConverter.TryWriteBytes(name, FamilyIPv4);
            BinaryPrimitives.WriteUInt16BigEndian(name[2..], address.Port);
            BinaryPrimitives.WriteUInt32BigEndian(name[4..], address.IPv4);
            name[8..IPv4Length].Clear();
            return IPv4Length;
        }
        BitConverter.TryWriteBytes(name, FamilyIPv6);
        BinaryPrimitives.WriteUInt16BigEndian(name[2..], address.Port);
        name[4..8].Clear(); // flow label
        BinaryPrimitives.WriteUInt64BigEndian(name[8..], address.High);
        BinaryPrimitives.WriteUInt64BigEndian(name[16..], address.Low);
        name[24..Capacity].Clear(); // scope
        return Capacity;
    }

    internal static TransportAddress Read(ReadOnlySpan<byte> name)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
        return BitConverter.ToUInt16(name) == FamilyIPv4
            ? TransportAddress.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(name[4..]), port)
            : new(BinaryPrimitives.ReadUInt64BigEndian(name[8..]), BinaryPrimitives.ReadUInt64BigEndian(name[16..]), port);
    }
}
