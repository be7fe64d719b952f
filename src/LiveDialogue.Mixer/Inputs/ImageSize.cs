using System.Buffers.Binary;

namespace LiveDialogue.Mixer.Inputs;

/// <summary>What kind of picture a file is and how large, read before anything decodes it: a small file can be a huge picture.</summary>
internal readonly record struct ImageSize(ImageKind Kind, int Width, int Height)
{
    /// <returns>False for anything but a PNG (ISO 15948) or a JPEG (ITU-T T.81) with its size where it belongs.</returns>
    public static bool TryRead(ReadOnlySpan<byte> file, out ImageSize size) => TryReadPng(file, out size) || TryReadJpeg(file, out size);

    private static bool TryReadPng(ReadOnlySpan<byte> file, out ImageSize size)
    {
        size = default;
        ReadOnlySpan<byte> signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        if (file.Length < 33 || !file.StartsWith(signature) || !file[12..16].SequenceEqual("IHDR"u8)) return false;
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file[16..]), BinaryPrimitives.ReadInt32BigEndian(file[20..]));
        size = new(ImageKind.Png, width, height);
        return width > 0 && height > 0;
    }

    // FF D8, then segments: FF | marker | length (16, itself included) | …; a start of frame has precision (8), height (16), width (16).
    private static bool TryReadJpeg(ReadOnlySpan<byte> file, out ImageSize size)
    {
        size = default;
        if (file.Length < 4 || file[0] != 0xFF || file[1] != 0xD8) return false;
        var at = 2;
        while (at + 9 <= file.Length)
        {
            if (file[at] != 0xFF) return false;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;                                               // a fill byte
                continue;
            }
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]));
                size = new(ImageKind.Jpeg, width, height);
                return width > 0 && height > 0;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || marker is 0xD9 or 0xDA) return false;  // the picture begins or ends, and no size came
            at += 2 + length;
        }
        return false;
    }
}

internal enum ImageKind { Png, Jpeg }
