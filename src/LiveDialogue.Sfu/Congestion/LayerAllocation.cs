using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>Puts <see cref="LayerChoice"/> into effect for one viewer: reads what its slots could have and sets what they should have.</summary>
internal static class LayerAllocation
{
    /// <summary>Headers, SRTP and UDP around a layer's payload, and repairs.</summary>
    private const double Overhead = 1.1;
    private const int MaxSlots = 64;
    private const int MaxLayers = 4;

    /// <param name="slots">All of the viewer's; video ones in the order of their size, largest first. Call every 200 ms or so.</param>
    public static void Apply(ReadOnlySpan<SubscribedTrack> slots, DownlinkEstimate estimate, MonoTime now)
    {
        Span<LayerOption> layers = stackalloc LayerOption[MaxSlots * MaxLayers];
        Span<int> counts = stackalloc int[MaxSlots];
        Span<int> chosen = stackalloc int[MaxSlots];
        slots = slots[..Math.Min(slots.Length, MaxSlots)];

        long sent = 0, audio = 0;
        var filled = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            var rate = slots[i].BitsPerSecond(now);
            sent += rate;
            if (slots[i].Kind == MediaKind.Audio) audio += rate;
            else counts[i] = Collect(slots[i], layers[filled..], now);
            filled += counts[i];
        }

        var available = estimate.BitsPerSecond == long.MaxValue ? long.MaxValue : estimate.BitsPerSecond - audio;
        var nextRaise = LayerChoice.Share(layers[..filled], counts[..slots.Length], available, chosen);
        var start = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            if (counts[i] != 0 && slots[i].Source is { } source) slots[i].Wanted = source.Layers[layers[start + chosen[i]].Index];
            start += counts[i];
        }
        estimate.Probe(sent, nextRaise, now);
    }

    private static int Collect(SubscribedTrack slot, Span<LayerOption> layers, MonoTime now)
    {
        if (slot.Source is not { } source) return 0;
        var count = 0;
        foreach (var layer in source.Layers)
        {
            if (!layer.IsLive(now) || count == MaxLayers) continue;
            var option = new LayerOption(layer.Index, (long)(layer.BitsPerSecond(now) * Overhead));
            var place = count++;
            for (; place > 0 && IsLower(option, layers[place - 1], source, now); place--) layers[place] = layers[place - 1];
            layers[place] = option;
        }
        return count;
    }

    private static bool IsLower(in LayerOption left, in LayerOption right, TrackSource source, MonoTime now) =>
        source.Layers[right.Index].IsBetterThan(source.Layers[left.Index], now);
}
