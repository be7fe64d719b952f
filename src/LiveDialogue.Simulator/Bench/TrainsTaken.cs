using System.Globalization;
using LiveDialogue.Native;

namespace LiveDialogue.Simulator.Bench;

/// <summary>Says in what shape the viewers got what was sent to them as trains: the sender's kernel works for each piece that it has to cut.</summary>
internal static class TrainsTaken
{
    /// <summary>What was asked for.</summary>
    internal static string Manner(bool cut) => cut
        ? "Viewers take datagrams one by one (--cut-trains): the sender's kernel cuts its trains up, as where no network card does."
        : "Viewers take trains whole, as a network card with UDP segmentation does (--cut-trains measures without).";

    /// <summary>What came of it.</summary>
    internal static string Words(PortIntake intake, IntakeCounts taken)
    {
        var refused = intake.TrainsRefused ? " The kernel refused UDP_GRO and cut the trains up." : "";
        var dropped = taken.Dropped == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {taken.Dropped} were too long and dropped.");
        return string.Create(CultureInfo.InvariantCulture,
            $"The viewers' kernel gave {taken.Trains} trains of {taken.MeanTrain:0.0} datagrams and {taken.Singles} single ones.{dropped}{refused}");
    }
}
