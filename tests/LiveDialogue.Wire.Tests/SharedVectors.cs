using System.Buffers.Binary;

namespace LiveDialogue.Wire.Tests;

/// <summary>Inputs kept outside the repository, in <c>shared/vectors</c> beside it. Where they are absent, their tests have nothing to do.</summary>
internal static class SharedVectors
{
    private const int FileHeader = 24;
    private const int RecordHeader = 16;
    private const int Ethernet = 14;
    private const int Udp = 8;

    public static string? Folder { get; } = Find();

    public static string? File(string name) => Folder is null || !System.IO.File.Exists(Path.Combine(Folder, name)) ? null : Path.Combine(Folder, name);

    /// <summary>The UDP payloads of a little-endian pcap of Ethernet frames with IPv4.</summary>
    public static List<byte[]> Payloads(string path)
    {
        var bytes = System.IO.File.ReadAllBytes(path);
        var payloads = new List<byte[]>();
        for (var at = FileHeader; at + RecordHeader <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8));
            var ip = at + RecordHeader + Ethernet;
            var udp = ip + (4 * (bytes[ip] & 0x0F));
            payloads.Add(bytes[(udp + Udp)..(udp + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(udp + 4)))]);
            at += RecordHeader + length;
        }
        return payloads;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var vectors = Path.Combine(folder.FullName, "shared", "vectors");
            if (Directory.Exists(vectors)) return vectors;
        }
        return null;
    }
}
