using LiveDialogue.Mixer.Workers;

namespace LiveDialogue.Mixer.Tests.Workers;

public sealed class LastLinesTests
{
    private static readonly string Key = string.Concat(Enumerable.Range(0, 400).Select(n => $"k{n:000}-"));

    [Fact]
    public void A_secret_longer_than_a_line_is_taken_out_too()
    {
        var url = "rtmp://example.org/live/" + Key;
        Assert.DoesNotContain("k000", After($"Error opening output {url}: refused\n", [url]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_the_worker_itself_cut_off_is_taken_out_too()
    {
        var url = "rtmp://example.org/live/" + Key;
        // ffmpeg's lines have 1,023 bytes at most, the line's end not among them: the next follows at once.
        var said = $"Error opening output {url}"[..1023] + "Error opening output files\n";
        var words = After(said, [url, Key]);
        Assert.DoesNotContain("k000", words, StringComparison.Ordinal);
        Assert.Contains("Error opening output ***", words, StringComparison.Ordinal);
        Assert.EndsWith("files", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_begin_as_a_secret_does_stay() =>
        Assert.Equal("Connection to tcp://example.org:1935 failed", After("Connection to tcp://example.org:1935 failed\n", ["rtmp://example.org/live/abcdefgh", "/live/abcdefgh", "exam-key"]));

    private static string After(string said, IReadOnlyList<string> secrets)
    {
        var lines = new LastLines(secrets);
        lines.Add(System.Text.Encoding.UTF8.GetBytes(said));
        return lines.ToString();
    }
}
