using System.Collections.Concurrent;
using System.Collections.Immutable;
using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Encoding;
using LiveDialogue.Mixer.Scenes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Benchmarks.Mixing;

/// <summary>The whole mixer with its offices, in this process and its workers, for as long as it isn't disposed of.</summary>
internal sealed class MixerRun : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ldbench").FullName;
    private readonly Offices _offices;
    private readonly PushListener _listener = new();
    private readonly Observer _observer = new();

    internal MixerRun(IReadOnlyList<BenchClip> clips, int offices)
    {
        Mixer = new(
            new MixerOptions { Folder = Path.Combine(_folder, "program"), RunFolder = Path.Combine(_folder, "run"), FramesPerSecond = BenchClip.FramesPerSecond },
            Probe, _observer, NullLogger.Instance, TimeProvider.System);
        var names = Enumerable.Range(0, offices).Select(Offices.NameOf).ToImmutableArray();
        Mixer.SetInputs([.. names.Select(name => new MixInput(name, Audible: true, Visible: true, 0))]);
        Mixer.Show(new(
            GridOf(offices), names.ToImmutableDictionary(n => n, n => new Caption($"Amina Wanjiru ({n})", "Health officer", "Nairobi · 12:04")), null, Branding.Default));
        Mixer.AddPush(new("push", "A platform", _listener.Url));
        _offices = new(Mixer, clips, offices);
    }

    internal ProgramMixer Mixer { get; }

    internal DelayProbe Probe { get; } = new();

    internal string Recording => Path.Combine(_folder, "program", "rec-0001.mp4");

    /// <summary>How its rate and its troubles changed, by the time since its start.</summary>
    internal IReadOnlyList<(TimeSpan At, MixerStatus Status)> Statuses => [.. _observer.Statuses];

    /// <summary>Of the mixer and its workers; a platform that it pushes to is none of it.</summary>
    internal TimeSpan ProcessorTime => Mixing.ProcessorTime.OfTree(Environment.ProcessId) - _listener.ProcessorTime;

    /// <inheritdoc cref="Offices.FirstIsSilent"/>
    internal bool FirstIsSilent
    {
        set => _offices.FirstIsSilent = value;
    }

    internal static Scene.Grid GridOf(int offices) => new([.. Enumerable.Range(0, offices).Select(Offices.NameOf)]);

    internal static ImmutableArray<Tile> TilesOf(int offices) => SceneLayout.Tiles(GridOf(offices), VideoLayer.All[0].Width, VideoLayer.All[0].Height);

    internal Task<List<double>> DelaysAsync(int offices, CancellationToken ct) => Probe.MillisecondsAsync([.. _offices.Sent], TilesOf(offices)[0], ct);

    public async ValueTask DisposeAsync()
    {
        _offices.Dispose();
        await Mixer.DisposeAsync();
        await _listener.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Observer : IMixerObserver
    {
        private readonly long _start = TimeProvider.System.GetTimestamp();
        private (int FramesPerSecond, MixerTrouble Degraded) _last;

        public ConcurrentQueue<(TimeSpan At, MixerStatus Status)> Statuses { get; } = [];

        public void KeyframeWanted(SourceId source) { }

        public void SizeWanted(SourceId source, int pixels) { }

        public void StatusChanged(MixerStatus status)
        {
            var now = (status.FramesPerSecond, status.Degraded);
            if (now == _last) return;
            _last = now;
            Statuses.Enqueue((TimeProvider.System.GetElapsedTime(_start), status));
        }
    }
}
