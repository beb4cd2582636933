namespace Daypass.Server.Letters.Rendering;

/// <summary>
/// What making a letter's pages may use. A letter comes from anybody: the program that reads it may be made to run forever, to eat the
/// machine, or to do what the file's author wants. These limits are set by the kernel on the process that reads it.
/// </summary>
internal sealed record RenderLimits
{
    public const int Pages = 30;

    /// <summary>A page's longer side in pixels: A4 at 185 dots per inch, about what a fax has.</summary>
    public const int Side = 2200;

    /// <summary>By the clock on the wall.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Of the processor: on a busy machine that takes longer.</summary>
    public TimeSpan Processor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes it may write to. The largest image that is taken needs about 600 MB.</summary>
    public long Memory { get; init; } = 800L * 1024 * 1024;

    /// <summary>Bytes of one page's PNG.</summary>
    public long PageBytes { get; init; } = 12 * 1024 * 1024;

    /// <summary>Bytes of all pages' PNG: what is kept with the letter.</summary>
    public long AllBytes { get; init; } = 60 * 1024 * 1024;
}
