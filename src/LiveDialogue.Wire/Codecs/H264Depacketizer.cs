using System.Buffers.Binary;

namespace LiveDialogue.Wire.Codecs;

/// <summary>
/// H.264 access units in Annex B form out of RTP payloads of packetization-mode 1: single NAL units, STAP-A, FU-A (RFC 6184 §5.6 to §5.8). Parameter sets
/// are remembered, and put before an IDR picture that comes without, so that a decoder can begin at each.
/// </summary>
public sealed class H264Depacketizer : VideoDepacketizer
{
    private const int Idr = 5, SequenceParameters = 7, PictureParameters = 8, StapA = 24, FuA = 28;
    private const int MostUnits = 128;
    private const int LargestParameterSet = 512;

    private static ReadOnlySpan<byte> StartCode => [0, 0, 0, 1];

    private readonly int[] _unitStarts = new int[MostUnits];
    private readonly byte[] _parameters = new byte[2 * (LargestParameterSet + 4)];
    private int _units;
    private int _parametersLength;
    private bool _inFragments;

    private protected override bool BeginFrame(ReadOnlySpan<byte> payload)
    {
        (_units, _inFragments) = (0, false);
        return H264Unit.TypeOf(payload) switch
        {
            FuA => payload.Length > 2 && (payload[1] & 0x80) != 0 && BeginsPicture(payload[1] & 0x1F, payload[2..]),
            StapA => payload.Length > 4 && BeginsPicture(payload[3] & 0x1F, payload[4..]),
            var type => payload.Length > 1 && BeginsPicture(type, payload[1..]),
        };
    }

    // A slice begins with first_mb_in_slice, ue(v): zero, the picture's first, is the single bit 1. What else stands at a beginning is type 6 to 9.
    private static bool BeginsPicture(int type, ReadOnlySpan<byte> unitBody) => type is >= 6 and <= 9 || (type is 1 or Idr && (unitBody[0] & 0x80) != 0);

    private protected override bool TryAppend(ReadOnlySpan<byte> payload)
    {
        var type = H264Unit.TypeOf(payload);
        if (_inFragments && type != FuA) return false;
        return type switch
        {
            >= 1 and <= 23 => TryBeginUnit() && TryWrite(payload),
            StapA => TryAppendAggregate(payload[1..]),
            FuA => TryAppendFragment(payload),
            _ => false,
        };
    }

    private protected override (bool IsUsable, bool IsKeyframe, (int Width, int Height)? Size) Examine()
    {
        if (_units == 0 || _inFragments) return (false, false, null);
        var (isIdr, hasSequence, hasPicture) = (false, false, false);
        (int, int)? size = null;
        for (var i = 0; i < _units; i++)
        {
            var unit = Unit(i);
            if (unit.Length < 2) return (false, false, null);
            switch (unit[0] & 0x1F)
            {
                case Idr:
                    isIdr = true;
                    break;
                case SequenceParameters:
                    if (!H264PictureSize.TryParse(unit, out var parsed)) return (false, false, null);
                    (hasSequence, size) = (true, (parsed.Width, parsed.Height));
                    break;
                case PictureParameters:
                    hasPicture = true;
                    break;
            }
        }
        if (hasSequence && hasPicture) KeepParameters();
        if (isIdr && !hasSequence && !TryPutParametersBefore()) return (false, true, null);
        return (true, isIdr, size);
    }

    private bool TryBeginUnit()
    {
        if (_units == MostUnits) return false;
        _unitStarts[_units++] = Length + StartCode.Length;
        return TryWrite(StartCode);
    }

    // | size (16) | NAL unit | size | NAL unit …
    private bool TryAppendAggregate(ReadOnlySpan<byte> units)
    {
        while (units.Length > 2)
        {
            var size = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (size == 0 || size > units.Length - 2 || (units[2] & 0x1F) is 0 or > 23) return false;
            if (!TryBeginUnit() || !TryWrite(units.Slice(2, size))) return false;
            units = units[(2 + size)..];
        }
        return units.IsEmpty;
    }

    // | F NRI 28 |S E R type | fragment …   S: first, E: last; the unit's own header is put together from both bytes.
    private bool TryAppendFragment(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 3 || (payload[1] & 0x1F) is 0 or > 23) return false;
        var (isFirst, isLast) = ((payload[1] & 0x80) != 0, (payload[1] & 0x40) != 0);
        if (isFirst == _inFragments || (isFirst && isLast)) return false;
        if (isFirst)
        {
            ReadOnlySpan<byte> header = [(byte)((payload[0] & 0xE0) | (payload[1] & 0x1F))];
            if (!TryBeginUnit() || !TryWrite(header)) return false;
        }
        _inFragments = !isLast;
        return TryWrite(payload[2..]);
    }

    private ReadOnlySpan<byte> Unit(int index) =>
        Written[_unitStarts[index]..(index + 1 < _units ? _unitStarts[index + 1] - StartCode.Length : Length)];

    private void KeepParameters()
    {
        var length = 0;
        for (var i = 0; i < _units; i++)
        {
            var unit = Unit(i);
            if ((unit[0] & 0x1F) is not (SequenceParameters or PictureParameters)) continue;
            if (length + 4 + unit.Length > _parameters.Length) return;   // more than ever needed: the sender repeats them anyway
            StartCode.CopyTo(_parameters.AsSpan(length));
            unit.CopyTo(_parameters.AsSpan(length + 4));
            length += 4 + unit.Length;
        }
        _parametersLength = length;
    }

    private bool TryPutParametersBefore()
    {
        if (_parametersLength == 0 || !TryInsert(_parametersLength)) return false;
        _parameters.AsSpan(0, _parametersLength).CopyTo(Written);
        return true;
    }
}
