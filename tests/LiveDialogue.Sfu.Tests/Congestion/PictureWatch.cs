using LiveDialogue.Sfu.Tests.Peers;
using LiveDialogue.Testing;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Tests.Congestion;

/// <summary>What a viewer sees and hears, looked at ten times a second: switches of the layer, standstills, silences.</summary>
internal sealed class PictureWatch(VirtualSfu sfu, VirtualViewer viewer)
{
    private readonly List<MonoTime> _switches = [];
    private const int FlowingSound = 40;                              // of 50 packets a second

    private readonly Queue<int> _heard = new();
    private (int Frames, MonoTime Since) _picture, _sound;
    private int _sources, _looks, _highest;

    public int MostSwitchesInAMinute { get; private set; }

    /// <summary>Of the picture, while the sound flows: on a link that carries not even that there is nothing to see.</summary>
    public TimeSpan LongestStandstill { get; private set; }

    public TimeSpan LongestSilence { get; private set; }
    public double ShareOfHighest => _highest / (double)Math.Max(1, _looks);

    public void Look()
    {
        var now = sfu.Network.Now;
        if (!viewer.IsConnected) return;
        _heard.Enqueue(viewer.Sound.Frames);
        if (_heard.Count <= 10) return;
        if (viewer.Sound.Frames - _heard.Dequeue() < FlowingSound) _picture = (viewer.Picture.Frames, now);
        LongestStandstill = Longer(LongestStandstill, Still(ref _picture, viewer.Picture.Frames, now));
        LongestSilence = Longer(LongestSilence, Still(ref _sound, viewer.Sound.Frames, now));
        var sources = viewer.Picture.Sources;
        // The first stretch isn't a switch, nor is a first frame that came before its better.
        for (; _sources < sources.Count; _sources++)
            if (_sources > 1) _switches.Add(now);
        MostSwitchesInAMinute = Math.Max(MostSwitchesInAMinute, _switches.Count(s => now - s < 1.Minutes()));
        if (sources.Count == 0) return;
        _looks++;
        if (sources[^1].Layer == 2) _highest++;
    }

    public override string ToString() =>
        $"{_switches.Count} switches, at most {MostSwitchesInAMinute} in a minute; {viewer.Picture.Frames} frames, longest standstill {LongestStandstill.TotalSeconds:0.0} s; " +
        $"{viewer.Sound.Frames} packets of sound, longest silence {LongestSilence.TotalSeconds:0.0} s; highest layer {ShareOfHighest:P0}";

    private static TimeSpan Still(ref (int Frames, MonoTime Since) seen, int frames, MonoTime now)
    {
        if (seen.Since == default || frames != seen.Frames) seen = (frames, now);
        return now - seen.Since;
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
