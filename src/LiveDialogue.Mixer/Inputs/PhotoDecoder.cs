using System.Globalization;
using LiveDialogue.Mixer.Picture;
using LiveDialogue.Mixer.Workers;
using Microsoft.Extensions.Logging;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>Decodes a speaker's photo in a worker that lives for that one picture.</summary>
internal sealed class PhotoDecoder(string ffmpeg, IWorkerStarter starter, FramePool pool, ILogger log)
{
    /// <summary>Larger pictures are refused before anything decodes them.</summary>
    private const int LongestSide = 8192, MostPixels = 25_000_000;

    /// <summary>Larger ones are made smaller: the canvas has no more.</summary>
    private const int LargestWidth = 1280, LargestHeight = 720;

    /// <summary>A worker may take a gigabyte, and nothing but good manners keeps a speaker from sending a hundred photos at once.</summary>
    private static readonly SemaphoreSlim AtOnce = new(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>Held once for the caller; null when it isn't a picture, or too large.</returns>
    public async Task<Frame?> DecodeAsync(string speaker, ReadOnlyMemory<byte> image, CancellationToken ct)
    {
        if (!ImageSize.TryRead(image.Span, out var size)) return null;
        if (size.Width > LongestSide || size.Height > LongestSide || (long)size.Width * size.Height > MostPixels) return null;
        var (width, height) = Fit(size.Width, size.Height);

        await AtOnce.WaitAsync(ct);
        try
        {
            return await DecodeAsync(speaker, image, Command(size, width, height), width, height, ct);
        }
        finally
        {
            AtOnce.Release();
        }
    }

    private async Task<Frame?> DecodeAsync(string speaker, ReadOnlyMemory<byte> image, WorkerCommand command, int width, int height, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await using var worker = starter.Start(command);
            // A dead worker takes nothing and gives nothing, which ends both.
            var writing = WriteAsync(worker.Input, image, patience.Token);
            var bytes = new byte[Native.Yuv.I420Picture.ByteCount(width, height)];
            var read = await worker.Output.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, patience.Token);
            await writing;
            if (read == bytes.Length) return Framed(bytes, width, height);
            await worker.Exited.WaitAsync(patience.Token);
            Log.PhotoFailed(log, speaker, worker.LastWords);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Log.PhotoFailed(log, speaker, "it took too long");
        }
        catch (Exception failure) when (failure is WorkerStartException or IOException)
        {
            Log.PhotoFailed(log, speaker, failure.Message);
        }
        return null;
    }

    private WorkerCommand Command(ImageSize size, int width, int height) => new(
        "photo",
        // A JPEG of 256 KB can hold work for seconds: it gets the time that the program leaves over.
        "nice",
        [
            "-n", "19", ffmpeg,
            "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "pipe",
            // A file may say another size further on, which the decoder would believe: it takes what was read here, up to whole blocks.
            "-max_pixels", string.Create(CultureInfo.InvariantCulture, $"{(size.Width + 64L) * (size.Height + 64L)}"),
            "-threads", "1", "-f", "image2pipe", "-c:v", size.Kind == ImageKind.Png ? "png" : "mjpeg", "-i", "pipe:0",
            // Photos are of full range; the canvas is BT.601 of limited range.
            "-frames:v", "1", "-vf", $"scale={width}:{height}:out_range=tv:out_color_matrix=bt601,format=yuv420p",
            "-threads", "1", "-f", "rawvideo", "pipe:1",
        ],
        WorkerLimits.Decoder,
        []);

    private Frame Framed(ReadOnlySpan<byte> bytes, int width, int height)
    {
        var frame = pool.Rent(width, height);
        bytes.CopyTo(frame.Picture.Bytes);
        return frame;
    }

    private static (int Width, int Height) Fit(int width, int height)
    {
        var scale = Math.Min(1, Math.Min(LargestWidth / (double)width, LargestHeight / (double)height));
        return (Even(width * scale), Even(height * scale));

        static int Even(double pixels) => Math.Max(2, (int)Math.Round(pixels) & ~1);
    }

    private static async Task WriteAsync(Stream input, ReadOnlyMemory<byte> image, CancellationToken ct)
    {
        try
        {
            await input.WriteAsync(image, ct);
            input.Close();
        }
        catch (IOException)
        {
            // it has seen enough, or died: what comes out says which
        }
    }
}
