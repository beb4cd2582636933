using System.Buffers.Binary;
using Daypass.Server.Letters.Rendering;

namespace Daypass.Server.Letters.Files;

/// <summary>
/// TIFF (revision 6.0): a chain of directories, one for each page, that say where in the file the page's strips or tiles lie. All that
/// is said is held against the file before a library believes it.
/// </summary>
internal static class TiffFile
{
    private const int Entry = 12, MaxEntries = 512, MaxStrips = 100_000;

    public static LetterProblem? Problem(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8)
        {
            return LetterProblem.Truncated;
        }

        var numbers = new Numbers(file, IsLittleEndian: file[0] == 'I');
        var seen = new HashSet<uint>();
        for (var at = numbers.Long(4); at != 0;)
        {
            // A chain that leads back into itself never ends.
            if (!seen.Add(at))
            {
                return LetterProblem.Damaged;
            }

            if (seen.Count > RenderLimits.Pages)
            {
                return LetterProblem.TooManyPages;
            }

            if (Page(numbers, at, out at) is { } problem)
            {
                return problem;
            }
        }

        return seen.Count == 0 ? LetterProblem.Damaged : null;
    }

    private static LetterProblem? Page(Numbers numbers, uint at, out uint next)
    {
        next = 0;
        if (!numbers.Has(at, 2) || numbers.Short(at) is var count && !numbers.Has(at + 2, (Entry * count) + 4))
        {
            return LetterProblem.Truncated;
        }

        if (count is 0 or > MaxEntries)
        {
            return LetterProblem.Damaged;
        }

        next = numbers.Long(at + 2 + (uint)(Entry * count));
        var page = new TiffDirectory(numbers, at + 2, count);
        return page.Problem();
    }

    /// <summary>Reads the file's numbers in its own order of bytes.</summary>
    internal readonly ref struct Numbers(ReadOnlySpan<byte> file, bool IsLittleEndian)
    {
        private readonly ReadOnlySpan<byte> _file = file;

        public bool Has(uint at, long length) => at + length <= _file.Length;

        public ushort Short(uint at) => IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(_file[(int)at..])
            : BinaryPrimitives.ReadUInt16BigEndian(_file[(int)at..]);

        public uint Long(uint at) => IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(_file[(int)at..])
            : BinaryPrimitives.ReadUInt32BigEndian(_file[(int)at..]);
    }

    /// <summary>One page's fields (section 2 and 8 of the specification; tiles: section 15).</summary>
    private readonly ref struct TiffDirectory(Numbers numbers, uint first, int count)
    {
        private const ushort Width = 256, Length = 257, BitsPerSample = 258, Compression = 259, StripOffsets = 273, SamplesPerPixel = 277,
            StripByteCounts = 279, TileWidth = 322, TileLength = 323, TileOffsets = 324, TileByteCounts = 325;

        private readonly Numbers _numbers = numbers;

        public LetterProblem? Problem()
        {
            for (var i = 0; i < count; i++)
            {
                if (!IsInFile(first + (uint)(i * Entry)))
                {
                    return LetterProblem.Truncated;
                }
            }

            if (ImageSize.Problem(One(Width) ?? 0, One(Length) ?? 0) is { } size)
            {
                return size;
            }

            if ((Find(TileWidth) is not null && ImageSize.Problem(One(TileWidth) ?? 0, One(TileLength) ?? 0) is not null)
                || !IsKnown(One(Compression) ?? 1) || (One(BitsPerSample) ?? 1) > 16 || (One(SamplesPerPixel) ?? 1) > 5)
            {
                return LetterProblem.Damaged;
            }

            return Parts(StripOffsets, StripByteCounts) ?? Parts(TileOffsets, TileByteCounts)
                ?? (Find(StripOffsets) is null && Find(TileOffsets) is null ? LetterProblem.Damaged : null);
        }

        /// <summary>None, CCITT (three), LZW, JPEG (two), Deflate (two), PackBits.</summary>
        private static bool IsKnown(uint compression) => compression is >= 1 and <= 8 or 32773 or 32946;

        private LetterProblem? Parts(ushort offsets, ushort lengths)
        {
            if (Find(offsets) is not { } where)
            {
                return null;
            }

            // Some fax machines leave the lengths out; then a part reaches to the end of the file at most.
            var sizes = Find(lengths);
            if (where.Count > MaxStrips || (sizes is { } some && some.Count != where.Count))
            {
                return LetterProblem.Damaged;
            }

            for (var i = 0; i < where.Count; i++)
            {
                if (Value(where, i) is not { } offset || (sizes is { } x ? Value(x, i) : 0) is not { } length || !_numbers.Has(offset, length))
                {
                    return LetterProblem.Truncated;
                }
            }

            return null;
        }

        /// <summary>Of every field, known or not. The size of a value by its type: byte, text, short, long, rational, ...</summary>
        private bool IsInFile(uint entry)
        {
            var size = _numbers.Short(entry + 2) switch { 1 or 2 or 6 or 7 => 1, 3 or 8 => 2, 5 or 10 or 12 => 8, _ => 4 };
            var length = size * (long)_numbers.Long(entry + 4);
            return length <= 4 || _numbers.Has(_numbers.Long(entry + 8), length);
        }

        private uint? One(ushort tag) => Find(tag) is { } field ? Value(field, 0) : null;

        private Field? Find(ushort tag)
        {
            for (var i = 0; i < count; i++)
            {
                var at = first + (uint)(i * Entry);
                if (_numbers.Short(at) == tag)
                {
                    return new Field(at, _numbers.Short(at + 2) == 3 ? 2u : 4u, _numbers.Long(at + 4));
                }
            }

            return null;
        }

        /// <summary>What fits into four bytes stands in the entry itself; else the entry says where.</summary>
        private uint? Value(Field field, int index)
        {
            if (index >= field.Count)
            {
                return null;
            }

            var at = field.Count * (long)field.Size <= 4 ? field.At + 8 : _numbers.Long(field.At + 8);
            var place = at + (index * (long)field.Size);
            return place > int.MaxValue || !_numbers.Has((uint)place, field.Size) ? null
                : field.Size == 2 ? _numbers.Short((uint)place) : _numbers.Long((uint)place);
        }

        private readonly record struct Field(uint At, uint Size, uint Count);
    }
}
