using LiveDialogue.Mixer.Tests.Encoding;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Program;

/// <summary>The mixer at 30 pictures a second, by a clock of the test's, with flat pictures and a hum; its encoder only listens.</summary>
internal sealed class MixerRig : IAsyncDisposable
{
    public const byte Shown = 200;
    public const byte Slate = 50;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ld");

    public MixerRig(Predicate<int>? faultySound = null, FaultyPainter? painter = null)
    {
        var brightness = new Queue<byte>([Shown, Slate]);
        Mixer = new(
            new() { Folder = "", RunFolder = RunFolder }, Packets, Observer, NullLogger.Instance, TimeProvider.System,
            new(Clock, Blocks, Patient: true,
                _ => Hum = new HumInputs { IsFaulty = faultySound }, () => brightness.Dequeue() is var level && level == Shown && painter is not null ? painter : new FlatPainter(level)));
    }

    public string RunFolder => Path.Combine(_folder.FullName, "run");

    /// <summary>The mixer has made them.</summary>
    public HumInputs? Hum { get; private set; }

    public PacedClock Clock { get; } = new();

    public BlockLog Blocks { get; } = new();

    public PacketLog Packets { get; } = new();

    public ObserverLog Observer { get; } = new();

    public ProgramMixer Mixer { get; }

    /// <summary>Ends the program; everything it made has then come to the encoder.</summary>
    public async ValueTask DisposeAsync()
    {
        var ending = Task.Run(async () => await Mixer.DisposeAsync());
        Clock.Open();
        await ending;
        if (Directory.Exists(_folder.FullName)) _folder.Delete(recursive: true);
    }
}
