namespace Daypass.Server.Letters.Files;

/// <summary>How large an image may be. A sheet of A3, scanned at 600 dots per inch, is 7016 x 9921: 70 million pixels.</summary>
internal static class ImageSize
{
    public const long MaxPixels = 72_000_000;

    /// <summary>A fax may be one long strip, but no longer than this.</summary>
    public const long MaxSide = 20_000;

    public static LetterProblem? Problem(long width, long height) => (width, height) switch
    {
        ( <= 0, _) or (_, <= 0) => LetterProblem.Damaged,
        ( > MaxSide, _) or (_, > MaxSide) => LetterProblem.TooManyPixels,
        _ when width * height > MaxPixels => LetterProblem.TooManyPixels,
        _ => null,
    };
}
