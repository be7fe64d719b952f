namespace LiveDialogue.Native;

/// <summary>In what shape datagrams came (<see cref="PortIntake"/>).</summary>
/// <param name="Trains">Messages of more than one datagram.</param>
/// <param name="InTrains">The datagrams in them.</param>
/// <param name="Singles">Messages of one datagram.</param>
/// <param name="Dropped">Messages longer than there was room for, or of longer datagrams than a packet buffer holds.</param>
public readonly record struct IntakeCounts(long Trains, long InTrains, long Singles, long Dropped)
{
    /// <summary>Datagrams a train; 0 without trains.</summary>
    public double MeanTrain => Trains == 0 ? 0 : (double)InTrains / Trains;

    public static IntakeCounts operator -(IntakeCounts left, IntakeCounts right) =>
        new(left.Trains - right.Trains, left.InTrains - right.InTrains, left.Singles - right.Singles, left.Dropped - right.Dropped);
}
