using LiveDialogue.Native.OpenSsl;
using LiveDialogue.Sfu.Io;
using LiveDialogue.Simulator.Media;
using LiveDialogue.Simulator.Publishing;
using LiveDialogue.Simulator.Signalling;
using LiveDialogue.Simulator.Transport;

namespace LiveDialogue.Simulator;

/// <summary>One speaker from prepared or synthetic media, for as long as it is let.</summary>
internal static class PublishCommand
{
    internal static async Task<int> RunAsync(string[] words, CancellationToken ct)
    {
        var options = Options.Parse(words, ["--url", "--token", "--video", "--kbps"], out var problem);
        if (options?["--url"] is not { } url || options["--token"] is not { } token)
        {
            await Console.Error.WriteLineAsync(problem ?? "publish needs --url and --token.");
            return 2;
        }
        var ivf = options["--video"] is { } file ? await File.ReadAllBytesAsync(file, ct) : null;
        var clock = new MonoClock();
        using var factory = new OpenSslDtlsFactory();
        using var loop = new PeerLoop("publisher", factory, clock);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var ssrcs = PublisherSsrcs.New();
        await Reconnecting.RunAsync(
            loop,
            new(http, new(url), token),
            ice => Offer.ForPublisher(ice, factory.Fingerprint.Span, ssrcs),
            (answer, ended) => new Publisher(
                answer, ssrcs,
                ivf is null ? SyntheticVideo.Create(options.Number("--kbps", 1500) * 1000) : VideoLoop.FromIvf(ivf),
                new SyntheticAudio(), stamps: null, clock, () => Console.WriteLine("publishing"), ended),
            Console.WriteLine,
            ct);
        return 0;
    }
}
