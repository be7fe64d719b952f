using LiveDialogue.Mixer;
using LiveDialogue.Mixer.Scenes;
using LiveDialogue.Server.Ops;

namespace LiveDialogue.Server.Programs;

/// <summary>The program as moderators and hosts see it: board <c>program</c>, and GET …/program.</summary>
/// <param name="Phase">off, starting, running or stopped.</param>
/// <param name="OffBecause">For the operator, why there is no program while the event is live; null where there is one.</param>
/// <param name="Mode">auto or manual. Manual also while none of its people is on air, and the automatic choice stands in.</param>
/// <param name="Killed">Slate and silence, whatever <paramref name="Scene"/> says.</param>
/// <param name="Scene">What is shown.</param>
/// <param name="Fps">Now; less than <paramref name="FullFps"/> when the machine can't keep up.</param>
/// <param name="Trouble">none, rate-lowered, encoder-restarting or encoder-fails.</param>
public sealed record ProgramView(
    string Phase,
    string? OffBecause,
    string Mode,
    bool Killed,
    SceneView Scene,
    SceneView? Preview,
    CardView? Card,
    int Fps,
    int FullFps,
    string Trouble,
    IReadOnlyList<OutputView> Outputs)
{
    /// <summary>The board's name and the kind of its change rows, whose payload is this record.</summary>
    public const string Board = "program";

    internal static ProgramView Off(string? because, IReadOnlyList<OutputView> outputs) => new(
        "off", because, "auto", Killed: false, SceneView.Of(new(SceneKind.Slate)), Preview: null, Card: null, 0, 0, "none", outputs);

    internal static ProgramView Of(ProgramState state, SceneSpec scene, MixerStatus mixer) => new(
        Json.Word(mixer.Phase),
        OffBecause: null,
        state.Manual is null ? "auto" : "manual",
        state.Killed,
        SceneView.Of(scene),
        state.Preview is null ? null : SceneView.Of(state.Preview),
        state.Card is { } card ? new(card.Id) : null,
        mixer.FramesPerSecond,
        mixer.FullFramesPerSecond,
        Json.Word(mixer.Degraded),
        [.. mixer.Outputs.Select(OutputView.Of)]);

    /// <summary>When its mixer is gone.</summary>
    internal ProgramView Ended(string phase) =>
        this with { Phase = phase, Fps = 0, Trouble = "none", Outputs = [.. Outputs.Select(output => output with { State = "stopped", Reason = "none", Detail = "" })] };
}

/// <param name="Kind">solo, side-by-side, grid, with-strip, shared, slate or break.</param>
/// <param name="Speakers">The large one first; of shared the presenter, then whose camera stands beside the screen.</param>
/// <param name="Tiles">Where each is, the same as in the picture.</param>
public sealed record SceneView(string Kind, IReadOnlyList<string> Speakers, IReadOnlyList<TileView> Tiles)
{
    internal static SceneView Of(SceneSpec scene) => new(Json.Word(scene.Kind), [.. scene.Speakers], TileView.Of(ProgramPictures.SceneOf(scene, "", "", null)));
}

/// <param name="Source">camera or screen.</param>
/// <param name="X">Fraction of the picture's width, from the left; the others alike.</param>
public sealed record TileView(string Speaker, string Source, double X, double Y, double Width, double Height)
{
    private const int CanvasWidth = 1280, CanvasHeight = 720;

    internal static IReadOnlyList<TileView> Of(Scene scene) => [.. SceneLayout.Tiles(scene, CanvasWidth, CanvasHeight).Select(Of)];

    private static TileView Of(Tile tile) => new(
        tile.Source.Speaker, Json.Word(tile.Source.Kind),
        (double)tile.Area.X / CanvasWidth, (double)tile.Area.Y / CanvasHeight, (double)tile.Area.Width / CanvasWidth, (double)tile.Area.Height / CanvasHeight);
}

/// <param name="Question">Its id.</param>
public sealed record CardView(string Question);

/// <param name="Kind">webrtc, hls, recording or push.</param>
/// <param name="State">starting, running, retrying, failed or stopped.</param>
/// <param name="Reason">none, refused, stalled, disk-full, disk-nearly-full, folder-gone or worker-died.</param>
/// <param name="Detail">For the operator, in the words of who failed; empty for none.</param>
public sealed record OutputView(string Id, string Kind, string Name, string State, string Reason, string Detail)
{
    internal static OutputView Of(OutputStatus output) => new(
        output.Id,
        output.Kind is OutputKind.WebRtc ? "webrtc" : Json.Word(output.Kind),
        output.Name,
        Json.Word(output.State),
        Json.Word(output.Reason),
        output.Detail);
}
