using LiveDialogue.Mixer.Scenes;

namespace LiveDialogue.Mixer;

/// <summary>
/// Says for each camera and screen how large a layer is of use, when that changes: what its tile shows. A speaker who isn't drawn is still
/// taken in the smallest layer, so that a cut to them has a picture in its first frame. Not thread-safe.
/// </summary>
internal sealed class LayerWishes(IMixerObserver observer, int width, int height)
{
    /// <summary>Less than any layer has: the smallest there is.</summary>
    private const int Smallest = 1;

    private readonly Dictionary<SourceId, int> _told = [];

    public void Update(Scene scene, IReadOnlyList<MixInput> inputs)
    {
        var wanted = inputs.SelectMany(StandBy).ToDictionary();
        foreach (var tile in SceneLayout.Tiles(scene, width, height))
            if (wanted.TryGetValue(tile.Source, out var known) && known > 0) wanted[tile.Source] = Math.Max(known, tile.Area.Width * tile.Area.Height);

        foreach (var gone in _told.Keys.Where(source => !wanted.ContainsKey(source)).ToList()) _told.Remove(gone);
        foreach (var (source, pixels) in wanted)
        {
            if (_told.TryGetValue(source, out var told) && told == pixels) continue;
            _told[source] = pixels;
            observer.SizeWanted(source, pixels);
        }
    }

    private static IEnumerable<KeyValuePair<SourceId, int>> StandBy(MixInput input)
    {
        var pixels = input.Visible ? Smallest : 0;
        yield return new(new(input.Speaker, SourceKind.Camera), pixels);
        yield return new(new(input.Speaker, SourceKind.Screen), pixels);
    }
}
