namespace LiveDialogue.Testing.Media;

/// <summary>Takes one plain packet; the bytes are valid during the call only.</summary>
public delegate void DatagramSink(ReadOnlySpan<byte> datagram);
