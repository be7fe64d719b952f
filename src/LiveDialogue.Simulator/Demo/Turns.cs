namespace LiveDialogue.Simulator.Demo;

/// <summary>Who speaks when: the offices one after another, each its next sentence, with a pause between, over and over. Pure; one for all offices.</summary>
internal sealed class Turns
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly List<Turn> _turns = [];
    private readonly TimeSpan _whole;

    /// <param name="speech">The samples of each office's sentences.</param>
    internal Turns(IReadOnlyList<IReadOnlyList<short[]>> speech)
    {
        var at = TimeSpan.Zero;
        var rounds = speech.Count == 0 ? 0 : speech.Max(sentences => sentences.Count);
        for (var round = 0; round < rounds; round++)
        {
            for (var office = 0; office < speech.Count; office++)
            {
                if (speech[office].Count == 0) continue;
                var samples = speech[office][round % speech[office].Count];
                _turns.Add(new(office, at, samples));
                at += TimeSpan.FromSeconds((double)samples.Length / Voice.SamplesPerSecond) + Pause;
            }
        }
        _whole = at;
    }

    /// <summary>Copies what an office says from a moment on; silence where it has no turn.</summary>
    /// <param name="since">Since the demo began.</param>
    internal void Read(int office, TimeSpan since, Span<short> pcm)
    {
        pcm.Clear();
        if (_whole <= TimeSpan.Zero) return;

        var within = new TimeSpan(since.Ticks % _whole.Ticks);
        foreach (var turn in _turns)
        {
            if (turn.Office != office) continue;
            var from = (int)((within - turn.Start).TotalSeconds * Voice.SamplesPerSecond);
            if (from < 0 || from >= turn.Samples.Length) continue;
            turn.Samples.AsSpan(from, Math.Min(pcm.Length, turn.Samples.Length - from)).CopyTo(pcm);
        }
    }

    private sealed record Turn(int Office, TimeSpan Start, short[] Samples);
}
