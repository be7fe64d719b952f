using LiveDialogue.Mixer.Inputs;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Mixer.Workers;
using LiveDialogue.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDialogue.Mixer.Tests.Inputs;

/// <summary>One speaker's camera into a set of inputs with real decoders. Time is virtual and waits for the decoder after each frame.</summary>
internal sealed class Camera : IDisposable
{
    public static readonly SourceId Source = new("amina", SourceKind.Camera);
    public static readonly TimeSpan Interval = TimeSpan.FromMicroseconds(33_333);

    private readonly RtpSender _sender = new();
    private readonly float[] _sound = new float[1920];
    private uint _timestamp = uint.MaxValue - 50_000;

    public Camera(IWorkerStarter? starter = null)
    {
        Inputs = new(Pool, starter ?? new WorkerStarter(NullLogger.Instance), Observed, Said);
        Inputs.Set([new("amina", Audible: true, Visible: true, 0)]);
    }

    public FramePool Pool { get; } = new();

    public LineLog Said { get; } = new();

    public Observed Observed { get; } = new();

    public InputSet Inputs { get; }

    public MonoTime Now { get; private set; } = new(5_000_000);

    public VideoInput Input => Inputs.Find("amina")!.Camera!;           // after the first packet

    public long Decoded => Inputs.Find("amina")?.Camera?.FramesDecoded ?? 0;

    /// <summary>Time goes on by one frame, and the frame's packets arrive.</summary>
    public void Send(Clip clip, int index, Func<int, bool>? isLost = null)
    {
        Advance(Interval);
        _timestamp = unchecked(_timestamp + 3000);
        var packets = _sender.Video(clip.Codec, clip.Frames[index % clip.Frames.Count], _timestamp);
        for (var i = 0; i < packets.Count; i++)
            if (isLost?.Invoke(i) != true) Inputs.Receive(Source, clip.Codec, packets[i], 0, Now);
    }

    public void SendBytes(InputCodec codec, ReadOnlySpan<byte> rtp) => Inputs.Receive(Source, codec, rtp, 0, Now);

    /// <summary>As <see cref="Send"/>, then until the decoder has given the picture out.</summary>
    public async Task ShowAsync(Clip clip, int index)
    {
        var before = Decoded;
        Send(clip, index);
        await Eventually.TrueAsync(() => Decoded > before, $"frame {index} was decoded");
    }

    /// <summary>Until the feed has taken in all that was sent.</summary>
    public Task SettleAsync(Func<bool> condition, string what) => Eventually.TrueAsync(
        () =>
        {
            Inputs.PullSound(_sound, Now);
            return condition();
        },
        what);

    /// <summary>
    /// Until the decoder has given out what it got, or has shown for a second that it won't: so that virtual time doesn't run ahead of a process on a busy machine,
    /// which would be taken for a hung one.
    /// </summary>
    public async Task KeepPaceAsync()
    {
        var decoder = Inputs.Find("amina")?.Camera?.Feed.Decoder;
        await Eventually.TriedAsync(
            () =>
            {
                Inputs.PullSound(_sound, Now);
                return Inputs.Find("amina") is not { Camera: { } camera } || (camera.PacketsWaiting == 0 && (camera.Feed.Decoder is not { IsWaiting: true } || camera.Feed.Decoder != decoder));
            },
            TimeSpan.FromSeconds(1));
    }

    public void Advance(TimeSpan by)
    {
        Now += by;
        Inputs.PullSound(_sound, Now);
    }

    /// <summary>The size of the picture due now; null for none.</summary>
    public (int Width, int Height)? Shown()
    {
        var picture = Inputs.Take(Source, Now);
        if (picture.Frame is not { } frame) return null;
        var size = (frame.Width, frame.Height);
        frame.Release();
        return size;
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Assert.Equal(0, Pool.Outstanding);
        Pool.Dispose();
    }
}
