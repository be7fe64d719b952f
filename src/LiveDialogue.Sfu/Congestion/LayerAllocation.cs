using LiveDialogue.Sfu.Stages;
using LiveDialogue.Sfu.Tracks;
using LiveDialogue.Wire;

namespace LiveDialogue.Sfu.Congestion;

/// <summary>
/// Puts <see cref="LayerChoice"/> into effect for one viewer: reads what its slots could have and sets what they should have. A step down is made at
/// once; a step up when <see cref="LayerSteps"/> lets it, and when the slot hasn't switched too often lately.
/// </summary>
/// <param name="slots">All of the viewer's; video ones in the order of their size, largest first.</param>
internal sealed class LayerAllocation(Downlink downlink, SubscribedTrack[] slots)
{
    // What is sent stays until the path is clearly narrower; what is to come needs room for headers, SRTP and its own unevenness.
    private const double ToStay = 0.9;
    private const double ToCome = 1.2;
    private const double Uncounted = 1.1;
    private const int MaxSlots = 64;
    private const int MaxLayers = 4;

    private readonly TrackSource?[] _sources = new TrackSource?[slots.Length];
    private readonly LayerReason[] _reasons = new LayerReason[slots.Length];

    /// <summary>Why a slot has the layer that was last chosen for it.</summary>
    public LayerReason ReasonOf(int slot) => slots[slot] switch
    {
        { Source: null } => LayerReason.Empty,
        { Layer: null } => LayerReason.Keyframe,
        var filled when filled.Wanted is { } wanted && !ReferenceEquals(filled.Layer, wanted) => LayerReason.Keyframe,
        _ => _reasons[slot],
    };

    /// <summary>Call every 200 ms or so, and when the estimate went down.</summary>
    public void Apply(MonoTime now)
    {
        var taken = Math.Min(slots.Length, MaxSlots);
        Span<LayerOption> layers = stackalloc LayerOption[taken * MaxLayers];
        Span<int> counts = stackalloc int[taken];
        Span<int> chosen = stackalloc int[taken];
        Span<int> present = stackalloc int[taken];

        long sent = 0, audio = 0;
        var filled = 0;
        var steppingDown = false;
        for (var i = 0; i < taken; i++)
        {
            var slot = slots[i];
            var rate = slot.BitsPerSecond(now);
            sent += rate;
            present[i] = -1;
            if (slot.Kind == MediaKind.Audio)
            {
                if (slot.IsCounted || !downlink.IsCounting) audio += rate;
                continue;
            }
            counts[i] = Collect(slot, layers[filled..], out present[i], now);
            if (!ReferenceEquals(_sources[i], slot.Source)) (_sources[i], present[i]) = (slot.Source, -1);
            filled += counts[i];
        }

        layers = layers[..filled];
        var available = downlink.Available == long.MaxValue ? long.MaxValue : downlink.Available - audio;
        LayerChoice.Share(layers, counts, available, chosen);
        _reasons.AsSpan().Fill(LayerReason.Path);
        var nextRaise = Restrain(layers, counts, present, chosen, now);

        var plan = new LayerPlan(audio, nextRaise, audio, IsHeld: _reasons.AsSpan().Contains(LayerReason.Calm));
        var start = 0;
        for (var i = 0; i < taken; i++)
        {
            if (counts[i] != 0 && slots[i].Source is { } source)
            {
                var own = layers.Slice(start, counts[i]);
                slots[i].Wanted = source.Layers[own[chosen[i]].Index];
                steppingDown |= slots[i].IsSteppingDown(now);
                if (chosen[i] == own.Length - 1) _reasons[i] = LayerReason.Best;
                plan = plan with { BitsPerSecond = plan.BitsPerSecond + own[chosen[i]].BitsPerSecond, Highest = plan.Highest + own[^1].BitsPerSecond };
            }
            start += counts[i];
        }
        downlink.Plan(sent, plan, steppingDown, now);
    }

    /// <summary>Takes back what may not be raised yet.</summary>
    /// <returns>What the cheapest raise would take on top of what is chosen now.</returns>
    private long Restrain(ReadOnlySpan<LayerOption> layers, ReadOnlySpan<int> counts, ReadOnlySpan<int> present, Span<int> chosen, MonoTime now)
    {
        var calm = !downlink.IsCounting || (downlink.Steps.IsCalm(now) && !downlink.Steps.IsAsking);
        var raises = false;
        var start = 0;
        var cheapest = long.MaxValue;
        for (var i = 0; i < counts.Length; i++)
        {
            var own = layers.Slice(start, counts[i]);
            start += counts[i];
            if (own.IsEmpty) continue;

            if (present[i] >= 0 && chosen[i] > present[i])
            {
                // A step up and the two down again that may follow: within what a viewer bears.
                if (!calm || slots[i].SwitchesWithinAMinute(now) > RecentSwitches.Most - 2) (chosen[i], _reasons[i]) = (present[i], LayerReason.Calm);
                else raises = true;
            }
            else if (present[i] >= 0 && chosen[i] < present[i] && slots[i].SwitchesWithinAMinute(now) >= RecentSwitches.Most - 1)
            {
                chosen[i] = 0;                                         // the last that is borne: to where no other follows
            }
            if (chosen[i] + 1 < own.Length) cheapest = Math.Min(cheapest, own[chosen[i] + 1].BitsPerSecond - own[chosen[i]].BitsPerSecond);
        }
        if (raises) downlink.Steps.Raised(now);
        return cheapest;
    }

    /// <param name="present">The place of the layer that is wanted now; -1: none, or gone.</param>
    private int Collect(SubscribedTrack slot, Span<LayerOption> layers, out int present, MonoTime now)
    {
        present = -1;
        if (slot.Source is not { } source) return 0;
        var count = 0;
        foreach (var layer in source.Layers)
        {
            if (!layer.IsLive(now) || count == MaxLayers) continue;
            var option = new LayerOption(layer.Index, layer.BitsPerSecond(now));
            var place = count++;
            for (; place > 0 && IsLower(option, layers[place - 1], source, now); place--) layers[place] = layers[place - 1];
            layers[place] = option;
        }
        for (var i = 0; i < count; i++)
            if (ReferenceEquals(source.Layers[layers[i].Index], slot.Wanted)) present = i;
        var (toStay, toCome) = downlink.IsCounting ? (ToStay, ToCome) : (Uncounted, Uncounted);
        for (var i = 0; i < count; i++)
            layers[i] = layers[i] with { BitsPerSecond = (long)(layers[i].BitsPerSecond * (i <= present ? toStay : toCome)) };
        return count;
    }

    private static bool IsLower(in LayerOption left, in LayerOption right, TrackSource source, MonoTime now) =>
        source.Layers[right.Index].IsBetterThan(source.Layers[left.Index], now);
}
