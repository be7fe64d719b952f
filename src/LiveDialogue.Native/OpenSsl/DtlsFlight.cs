using System.Buffers.Binary;

namespace LiveDialogue.Native.OpenSsl;

/// <summary>
/// Our last handshake flight as datagrams, kept so that it can be repeated when no answer comes (RFC 6347 §4.2.4).
/// A memory BIO glues the records of a flight together; here they are told apart by their headers and packed into datagrams again.
/// </summary>
internal sealed class DtlsFlight
{
    internal const int MaxDatagram = 1200;

    //  0      1         3         5                 11        13
    // +------+---------+---------+-----------------+---------+----------
    // | type | version |  epoch  | sequence number | length  | fragment     (RFC 6347 §4.1)
    // +------+---------+---------+-----------------+---------+----------
    private const int RecordHeader = 13;

    private readonly List<byte[]> _datagrams = [];
    private int _next;

    internal bool IsEmpty => _datagrams.Count == 0;

    internal void Clear()
    {
        _datagrams.Clear();
        _next = 0;
    }

    /// <summary>Appends whole records, as few datagrams as possible, each at most <see cref="MaxDatagram"/> bytes unless one record alone is longer.</summary>
    internal void Append(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var end = 0;
            while (TryRecordLength(records[end..], out var length) && (end == 0 || end + length <= MaxDatagram)) end += length;
            if (end == 0) return; // not a record: can't come from OpenSSL
            _datagrams.Add(records[..end].ToArray());
            records = records[end..];
        }
    }

    /// <summary>Makes all of the flight due again.</summary>
    internal void Repeat() => _next = 0;

    internal bool TryTake(Span<byte> destination, out int length)
    {
        length = 0;
        if (_next == _datagrams.Count || _datagrams[_next].Length > destination.Length) return false;
        var datagram = _datagrams[_next++];
        datagram.CopyTo(destination);
        length = datagram.Length;
        return true;
    }

    /// <returns>True when the bytes are nothing but well-framed DTLS records, so that line noise can't end an association.</returns>
    internal static bool IsFramed(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty) return false;
        while (!datagram.IsEmpty)
        {
            if (!TryRecordLength(datagram, out var length) || datagram[0] is < 20 or > 23 || datagram[1] != 0xFE) return false;
            datagram = datagram[length..];
        }
        return true;
    }

    private static bool TryRecordLength(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < RecordHeader) return false;
        length = RecordHeader + BinaryPrimitives.ReadUInt16BigEndian(bytes[11..]);
        return length <= bytes.Length;
    }
}
